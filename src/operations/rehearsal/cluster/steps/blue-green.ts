import { names } from '../../../../platform/midcoast.ts';
import { digestOf } from '../../../kubernetes/pod.ts';
import type { Measure } from '../../report.ts';
import type { ClusterStep } from '../cluster-step.ts';
import { images } from '../images.ts';
import { decidedBy, everyAnswered, listOf, sameCount } from '../shipping-measures.ts';
import { shipApplication, untilSettled, type ShippedApplication } from '../shipped-application.ts';

const patienceSeconds = 120;

/** It looks well until it is asked. */
const erring = `sha256:${'6'.repeat(64)}`;

/** The new version beside the old one, promoted, undone; and one that errs once it is promoted, taken back. */
export const blueGreen: ClusterStep = {
  name: 'blue and green, promoted and undone',
  async run(cluster) {
    const behaviours = { [erring]: { faults: 0.02, late: 0 } };
    const shipped = await shipApplication(cluster, 'blue-green', { behaviours });
    try {
      const replicas = shipped.rollout().spec.replicas;
      const measures = [
        ...(await promoted(shipped)),
        ...(await undone(shipped)),
        ...(await takenBack(shipped)),
      ];
      return [...measures, sameCount(replicas, shipped.rollout().spec.replicas), everyAnswered(shipped)];
    } finally {
      await shipped.close();
    }
  },
};

async function promoted(shipped: ShippedApplication): Promise<readonly Measure[]> {
  const { stand, analyses } = shipped;
  await stand.apply(images.next);
  await shipped.until('a preview that is looked at', () => analyses().length > 0, patienceSeconds);
  await stand.apply(images.next);
  const early = activeDigest(shipped);
  const [preview] = analyses();
  // On a slow machine the looks are over before everything is applied.
  const isOver = preview?.status?.phase === 'Successful';
  await untilActive(shipped, images.next);
  await shipped.until('the promotion judged', ({ status }) => status?.phase === 'Healthy', patienceSeconds);
  return [
    {
      what: 'version in use while the other is looked at, everything applied again',
      allowed: `${images.first}, until the looks are over`,
      seen: `${early}, ${isOver ? 'after the looks' : 'between the looks'}`,
      holds: early === images.first || (isOver && early === images.next),
    },
    listOf('version in use after the promotion', [activeDigest(shipped)], [images.next]),
    listOf(
      'analyses, before and after',
      analyses().map(({ status }) => status?.phase),
      ['Successful', 'Successful'],
    ),
  ];
}

/** Back to what stands ready: one write of a selector, and no pod that has to start. */
async function undone(shipped: ShippedApplication): Promise<readonly Measure[]> {
  const { stand, analyses, pods } = shipped;
  const judged = analyses().length;
  const stood = new Set(pods().map(({ metadata }) => metadata.name));
  const started = performance.now();
  await stand.apply(images.first);
  await untilActive(shipped, images.first);
  const seconds = (performance.now() - started) / 1000;
  const begun = pods().filter(({ metadata }) => !stood.has(metadata.name)).length;
  await untilSettled(shipped, images.first, patienceSeconds);
  return [
    {
      what: 'pods started to undo, everything applied',
      allowed: '0',
      seen: `${begun} (undone in ${seconds.toFixed(1)} s)`,
      holds: begun === 0,
    },
    listOf('analyses of what ran before', [analyses().length - judged], [0]),
  ];
}

async function takenBack(shipped: ShippedApplication): Promise<readonly Measure[]> {
  const { stand, analyses } = shipped;
  await stand.apply(erring);
  await untilActive(shipped, erring);
  await shipped.until(
    'the erring version taken back',
    ({ status }) => status?.abort === true,
    patienceSeconds,
  );
  await untilActive(shipped, images.first);
  const failed = analyses().find(({ status }) => status?.phase === 'Failed');
  await stand.apply(images.first);
  await untilSettled(shipped, images.first, patienceSeconds);
  return [
    listOf('erring after its promotion: found by', [decidedBy(failed, 'Failed')], ['availability']),
    listOf('version in use after it was taken back', [activeDigest(shipped)], [images.first]),
  ];
}

/** Waits until the requests go to pods of this digest and to no other. */
async function untilActive(shipped: ShippedApplication, digest: string): Promise<void> {
  const { untilServices } = shipped;
  await untilServices(
    `${names.application} in use as ${digest.slice(7, 11)}…`,
    () => activeDigest(shipped) === digest,
    patienceSeconds,
  );
}

function activeDigest({ serving }: ShippedApplication): string | undefined {
  const digests = new Set(serving().map(digestOf));
  return digests.size === 1 ? [...digests][0] : undefined;
}
