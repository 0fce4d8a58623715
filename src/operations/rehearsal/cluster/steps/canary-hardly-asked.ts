import { Failure } from '../../../failure.ts';
import { digestOf } from '../../../kubernetes/pod.ts';
import { rollOut, type RolloutWork } from '../../../rollout/roll-out.ts';
import type { Measure } from '../../report.ts';
import type { ClusterStep, RehearsedCluster } from '../cluster-step.ts';
import { images } from '../images.ts';
import { rolloutOverride } from '../rollout-override.ts';
import { decidedBy, everyAnswered, listOf } from '../shipping-measures.ts';
import { shipApplication, untilSettled, type ShippedApplication } from '../shipped-application.ts';

/** A step of it takes a quarter of a minute by the faster clock; a busy machine adds to that. */
const patienceSeconds = 180;

/** As many as one a second are by the clock of production: a tenth of them is no more than twelve to a look. */
const oneRequestPerSecond = rolloutOverride.timesFaster;

/** A fifth of what it is asked goes wrong: two or three requests of a look. */
const erring = `sha256:${'6'.repeat(64)}`;

/** One request a second, as in the first week: a bad version is taken back all the same, and a good one is shipped. */
export const canaryHardlyAsked: ClusterStep = {
  name: 'canaries that hardly anybody asks',
  async run(cluster) {
    const behaviours = { [erring]: { faults: 0.2, late: 0 } };
    const shipped = await shipApplication(cluster, 'canary', {
      requestsPerSecond: oneRequestPerSecond,
      behaviours,
    });
    try {
      return [
        ...(await takenBack(cluster, shipped)),
        ...(await shippedThrough(cluster, shipped)),
        everyAnswered(shipped),
      ];
    } finally {
      await shipped.close();
    }
  },
};

/** Nobody asks, as at night: the deploy's own requests are all that a version is judged by. */
export const canaryUnasked: ClusterStep = {
  name: 'a canary that nobody asks but the deploy',
  async run(cluster) {
    const shipped = await shipApplication(cluster, 'canary', { requestsPerSecond: 0 });
    try {
      return await shippedThrough(cluster, shipped);
    } finally {
      await shipped.close();
    }
  },
};

/** Goes back by itself, and the deploy says so. */
async function takenBack(
  cluster: RehearsedCluster,
  shipped: ShippedApplication,
): Promise<readonly Measure[]> {
  const { analyses, weights } = shipped;
  const code = await rollOut(workOf(cluster, shipped), erring).then(
    () => 'shipped',
    (error: unknown) => {
      if (error instanceof Failure) return error.code;
      throw error;
    },
  );
  await untilSettled(shipped, images.first, patienceSeconds);
  return [
    listOf('erring: the end of its deploy', [code], ['rollout_undone']),
    listOf('erring: found by', [decidedBy(analyses().at(-1), 'Failed')], ['availability']),
    listOf('erring: most of the requests that it got, in percent', [Math.max(...weights())], [10]),
  ];
}

async function shippedThrough(
  cluster: RehearsedCluster,
  shipped: ShippedApplication,
): Promise<readonly Measure[]> {
  const before = shipped.weights().length;
  const { judged } = await rollOut(workOf(cluster, shipped), images.next);
  await untilSettled(shipped, images.next, patienceSeconds);
  const { looks = [], own } = judged ?? {};
  return [
    listOf('good: percent for it, in turn', shipped.weights().slice(before), [10, 25, 50, 100, 0]),
    listOf('good: versions at the end', [...new Set(shipped.pods().map(digestOf))], [images.next]),
    listOf(
      'good: looks by each metric',
      looks.map(({ metric, looks: count }) => `${metric} ${count}`),
      ['availability 9', 'gateway 9', 'heard 9', 'latency 9'],
    ),
    {
      what: 'good: looks at which too few had asked, as the deploy tells them',
      allowed: 'some, and none of those that only count',
      seen: looks.map(({ metric, few }) => `${metric} ${few}`).join(', '),
      holds:
        looks.some(({ few }) => few > 0) && looks.every(({ metric, few }) => metric !== 'heard' || few === 0),
    },
    {
      what: 'good: the deploy’s own requests, and those in vain',
      allowed: 'some, 0',
      seen: `${own?.asked ?? 0}, ${own?.failed ?? 0}`,
      holds: own !== undefined && own.asked > 100 && own.failed === 0,
    },
  ];
}

function workOf({ client, say }: RehearsedCluster, { stand, own }: ShippedApplication): RolloutWork {
  const patience = { migrationSeconds: 60, rolloutSeconds: patienceSeconds };
  return { ...stand, client, say, patience, own };
}
