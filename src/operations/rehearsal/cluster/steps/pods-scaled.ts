import { setTimeout as wait } from 'node:timers/promises';
import { names, type Manifest } from '../../../../platform/midcoast.ts';
import type { Measure } from '../../report.ts';
import type { ClusterStep, RehearsedCluster } from '../cluster-step.ts';
import { serveMetrics, type MetricsServer } from '../metrics-server.ts';
import { withinPolicies } from '../scaling-measures.ts';
import { withFasterScaling, type Autoscaler } from '../scaling-override.ts';
import { watchScaling, type ScalingWatch } from '../scaling-watch.ts';
import type { ScriptedLoad } from '../scripted-metrics.ts';
import { listOf } from '../shipping-measures.ts';
import type { Stand } from '../stand.ts';

const patienceSeconds = 120;

/** Of the controller, as the rehearsed cluster has it. */
const syncSeconds = 2;

/** So many more pods than the least the processors ask for. */
const morePods = 2;

/** So many times the requests that the most pods bear. */
const tooMany = 4;

const idle: ScriptedLoad = { requestsPerSecond: 1, milliCpu: 10 };
const silent: ScriptedLoad = { requestsPerSecond: undefined, milliCpu: undefined };

/** Pods come with either metric, stay while nobody tells anything, and go slowly once the load has gone. */
export const podsScaled: ClusterStep = {
  name: 'pods scaled up and down',
  async run(cluster) {
    const stand = await cluster.raise(cluster.environment.strategy);
    const { namespace } = stand;
    const autoscaler = withFasterScaling(stand.manifest('HorizontalPodAutoscaler', names.podAutoscaler));
    await cluster.client.apply(autoscaler);
    const watch = await watchScaling(cluster, namespace, autoscaler);
    const requestMetric = autoscaler.spec.metrics.find(({ pods }) => pods)?.pods?.metric.name ?? '';
    const metrics = await serveMetrics(cluster, { namespace, requestMetric, pods: watch.pods });
    try {
      const scaling = { cluster, stand, autoscaler, watch, metrics, loads: loadsFor(autoscaler, stand) };
      const measures = [
        await raisedByProcessors(scaling),
        await raisedByRequests(scaling),
        ...(await keptInSilence(scaling)),
        ...(await lowered(scaling)),
      ];
      return [...measures, ...boundsOf(watch, autoscaler)];
    } finally {
      await metrics.close();
    }
  },
};

type Scaling = {
  readonly cluster: RehearsedCluster;
  readonly autoscaler: Autoscaler;
  readonly watch: ScalingWatch;
  readonly metrics: MetricsServer;
  readonly loads: { readonly processors: ScriptedLoad; readonly requests: ScriptedLoad };
};

/** Loads of which one asks for a few pods by processors alone, the other for more than all by requests alone. */
function loadsFor({ spec }: Autoscaler, stand: Stand): Scaling['loads'] {
  const [resource, pods] = ['containerResource', 'pods'] as const;
  const percent = spec.metrics.find((metric) => metric[resource])?.[resource]?.target.averageUtilization;
  const rate = spec.metrics.find((metric) => metric[pods])?.[pods]?.target.averageValue;
  if (percent === undefined || rate === undefined) throw new RangeError('an autoscaler without our metrics');
  const requested = requestedMilliCpu(stand.manifest('Deployment', names.application));
  // A little less than the target of them all, so that rounding asks for no other pod.
  const milliCpu = (spec.minReplicas + morePods) * requested * (percent / 100) * 0.98;
  return {
    processors: { ...idle, milliCpu },
    requests: { ...idle, requestsPerSecond: spec.maxReplicas * Number(rate) * tooMany },
  };
}

async function raisedByProcessors({ autoscaler, watch, metrics, loads }: Scaling): Promise<Measure> {
  const wanted = autoscaler.spec.minReplicas + morePods;
  metrics.bear(idle);
  await watch.untilActive(true, patienceSeconds);
  await watch.untilReady(autoscaler.spec.minReplicas, patienceSeconds);
  metrics.bear(loads.processors);
  const seconds = await timed(() => watch.untilReady(wanted, patienceSeconds));
  return inTime(`seconds to ${wanted} ready pods, by processors`, seconds);
}

async function raisedByRequests({ autoscaler, watch, metrics, loads }: Scaling): Promise<Measure> {
  const { maxReplicas } = autoscaler.spec;
  metrics.bear(loads.requests);
  const seconds = await timed(() => watch.untilReady(maxReplicas, patienceSeconds));
  return inTime(`seconds to ${maxReplicas} ready pods, by ${tooMany} times their requests`, seconds);
}

/**
 * At first longer than the autoscaler remembers the load, so that nothing else can be what keeps the pods; after that a
 * few looks are enough.
 */
async function keptInSilence({
  cluster,
  autoscaler,
  watch,
  metrics,
  loads,
}: Scaling): Promise<readonly Measure[]> {
  const { maxReplicas, behavior } = autoscaler.spec;
  const { stabilizationWindowSeconds, policies } = behavior.scaleDown;
  const seconds = stabilizationWindowSeconds + (policies[0]?.periodSeconds ?? 0);
  const quiet = (lasting: number) => wait(lasting * 1000, undefined, { signal: cluster.signal });
  metrics.bear(silent);
  await watch.untilActive(false, patienceSeconds);
  await quiet(seconds);
  const inSilence = watch.counts().at(-1);
  metrics.bear({ ...idle, requestsPerSecond: undefined });
  const few = 3 * syncSeconds;
  await quiet(few);
  const inHalf = watch.counts().at(-1);
  metrics.bear(loads.requests);
  await watch.untilActive(true, patienceSeconds);
  return [
    listOf(`pods after ${seconds} s without any metric`, [inSilence], [maxReplicas]),
    listOf(`pods after ${few} s idle, without requests told`, [inHalf], [maxReplicas]),
  ];
}

async function lowered({ autoscaler, watch, metrics }: Scaling): Promise<readonly Measure[]> {
  const { minReplicas, maxReplicas, behavior } = autoscaler.spec;
  const window = behavior.scaleDown.stabilizationWindowSeconds;
  metrics.bear(idle);
  const first = await timed(() => watch.untilWanted(maxReplicas - 1, patienceSeconds));
  const rest = await timed(() => watch.untilReady(minReplicas, patienceSeconds));
  return [
    {
      what: 'seconds until the first pod went',
      allowed: `at least ${window - syncSeconds} (the window, less one look)`,
      seen: first.toFixed(1),
      holds: first >= window - syncSeconds,
    },
    inTime(`seconds from there to ${minReplicas} pods`, rest),
  ];
}

function boundsOf(watch: ScalingWatch, { spec }: Autoscaler): readonly Measure[] {
  const all = watch.counts();
  const [least, most] = [Math.min(...all), Math.max(...all)];
  const { minReplicas, maxReplicas, behavior } = spec;
  return [
    withinPolicies(watch.steps(), 'up', behavior.scaleUp),
    withinPolicies(watch.steps(), 'down', behavior.scaleDown),
    {
      what: 'pods wanted, least and most',
      allowed: `${minReplicas} and ${maxReplicas}`,
      seen: `${least} and ${most}`,
      holds: least === minReplicas && most === maxReplicas,
    },
  ];
}

async function timed(run: () => Promise<void>): Promise<number> {
  const started = performance.now();
  await run();
  return (performance.now() - started) / 1000;
}

/** It has come by itself within the patience; otherwise the step has ended already. */
function inTime(what: string, seconds: number): Measure {
  return { what, allowed: `at most ${patienceSeconds}`, seen: seconds.toFixed(1), holds: true };
}

type Workload = Manifest & {
  readonly spec: {
    readonly template: {
      readonly spec: {
        readonly containers: readonly {
          readonly name: string;
          readonly resources: { readonly requests: { readonly cpu: string } };
        }[];
      };
    };
  };
};

function requestedMilliCpu(deployment: Manifest): number {
  const { containers } = (deployment as Workload).spec.template.spec;
  const cpu = containers.find(({ name }) => name === names.application)?.resources.requests.cpu ?? '';
  return cpu.endsWith('m') ? Number(cpu.slice(0, -1)) : Number(cpu) * 1000;
}
