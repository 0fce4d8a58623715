import { names } from '../../../../platform/midcoast.ts';
import { digestOf, isReady } from '../../../kubernetes/pod.ts';
import type { Measure } from '../../report.ts';
import type { ClusterStep, RehearsedCluster } from '../cluster-step.ts';
import { images } from '../images.ts';
import type { Behaviour } from '../scripted-traffic.ts';
import { decidedBy, everyAnswered, listOf, sameCount } from '../shipping-measures.ts';
import { shipApplication, untilSettled, type ShippedApplication } from '../shipped-application.ts';

const patienceSeconds = 120;

/** Bad versions, how each is bad, and the metric that must find it. */
const runs = [
  { word: 'erring', image: digest('3'), behaviour: { faults: 0.02, late: 0 }, found: 'availability' },
  { word: 'slow', image: digest('4'), behaviour: { faults: 0, late: 0.1 }, found: 'latency' },
  { word: 'cut off', image: digest('7'), behaviour: { faults: 0, late: 0, cutOff: 0.02 }, found: 'gateway' },
  { word: 'silent', image: digest('5'), behaviour: { faults: 0, late: 0, silent: true }, found: 'heard' },
] as const satisfies readonly {
  readonly word: string;
  readonly image: string;
  readonly behaviour: Behaviour;
  readonly found: string;
}[];

type Run = (typeof runs)[number];

/** The first share of the steps; nothing bad may get more. */
const firstPercent = 10;

/** Versions that err, are slow, cut off or say nothing: the analysis itself takes each back from the first weight. */
export const canaryTakenBack: ClusterStep = {
  name: 'canaries that err, are slow, cut off or silent, taken back',
  async run(cluster) {
    const behaviours = Object.fromEntries(runs.map(({ image, behaviour }) => [image, behaviour]));
    const shipped = await shipApplication(cluster, 'canary', { behaviours });
    try {
      const replicas = await wantOneMore(cluster, shipped);
      const measures: Measure[] = [];
      for (const run of runs) measures.push(...(await takenBack(shipped, run, replicas)));
      await shipped.stand.apply(images.first);
      await untilSettled(shipped, images.first, patienceSeconds);
      return [...measures, sameCount(replicas, shipped.rollout().spec.replicas), everyAnswered(shipped)];
    } finally {
      await shipped.close();
    }
  },
};

async function takenBack(
  shipped: ShippedApplication,
  { word, image, found }: Run,
  replicas: number,
): Promise<readonly Measure[]> {
  const { stand, weights, analyses, pods, traffic } = shipped;
  const before = { weights: weights().length, analyses: analyses().length, asked: sumOf(traffic.asked()) };
  await stand.apply(image);
  await shipped.untilWeight(firstPercent, patienceSeconds);
  await stand.apply(image);
  const applied = appliedBetween(shipped, word, replicas);
  await shipped.until(
    `the ${word} version taken back`,
    ({ status }) => status?.abort === true,
    patienceSeconds,
  );
  await shipped.untilWeight(0, patienceSeconds);
  await stand.apply(image);
  await shipped.untilPods(
    'the old version alone, with all its pods',
    (seen) => seen.length === replicas && seen.every((pod) => isReady(pod) && digestOf(pod) === images.first),
    patienceSeconds,
  );
  const asked = traffic.asked();
  const percent = ((asked[image] ?? 0) / (sumOf(asked) - before.asked)) * 100;
  const last = analyses().slice(before.analyses).at(-1);
  return [
    listOf(`${word}: percent for it, in turn`, weights().slice(before.weights), [firstPercent, 0]),
    listOf(`${word}: found by`, [decidedBy(last, 'Failed')], [found]),
    {
      what: `${word}: requests that met it while it was shipped`,
      allowed: `at most ${firstPercent} %`,
      seen: `${percent.toFixed(1)} %`,
      holds: percent > 0 && percent <= firstPercent,
    },
    applied,
    listOf(`${word}: phase, weight and count after everything was applied once more`, stateOf(shipped), [
      'Degraded',
      0,
      replicas,
    ]),
    listOf(`${word}: versions left`, [...new Set(pods().map(digestOf))], [images.first]),
  ];
}

/** What is left when everything was applied between the looks. On a slow machine it may be taken back before that. */
function appliedBetween({ weights, rollout }: ShippedApplication, word: string, replicas: number): Measure {
  const [weight, count] = [weights().at(-1), rollout().spec.replicas];
  const isBack = rollout().status?.abort === true;
  return {
    what: `${word}: weight and count after everything was applied at ${firstPercent} %`,
    allowed: `${firstPercent}, or 0 once it is taken back; ${replicas}`,
    seen: `${weight}${isBack ? ', taken back' : ''}; ${count}`,
    holds: count === replicas && (weight === firstPercent || (isBack && weight === 0)),
  };
}

function stateOf({ rollout, weights }: ShippedApplication): readonly unknown[] {
  return [rollout().status?.phase, weights().at(-1), rollout().spec.replicas];
}

/** As an autoscaler decides it; it stays the number when its own least is applied again and again. */
async function wantOneMore(
  { client }: RehearsedCluster,
  { stand, rollout, untilPods }: ShippedApplication,
): Promise<number> {
  const replicas = (rollout().spec.replicas ?? 0) + 1;
  const { apiVersion, kind } = rollout();
  const reference = { apiVersion, kind, namespace: stand.namespace, name: names.application };
  await client.merge(reference, { spec: { replicas } }, 'scale');
  await untilPods(
    `${replicas} pods`,
    (pods) => pods.length === replicas && pods.every(isReady),
    patienceSeconds,
  );
  return replicas;
}

function sumOf(asked: Readonly<Record<string, number>>): number {
  return Object.values(asked).reduce((sum, each) => sum + each, 0);
}

function digest(figure: string): string {
  return `sha256:${figure.repeat(64)}`;
}
