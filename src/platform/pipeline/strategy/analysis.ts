import type {
  IAnalysisRunArgument,
  IAnalysisTemplate,
  IMetric,
  IRolloutAnalysis,
} from '@kubernetes-models/argo-rollouts/argoproj.io/v1alpha1';
import { labelsOf } from '../../labels.ts';
import { names } from '../../names.ts';
import type { Judged, PreviewSigns } from './judged.ts';

/** What the pods of a new version are known by: the hash of its template, which is in their names. */
const version = 'version';

/** The pods of the version that is judged, and no others. */
const pods = `pod=~"${names.application}-{{args.${version}}}-.+"`;

const prometheus = `http://${names.prometheusService}.${names.monitoringNamespace}.svc.cluster.local:9090`;

/** Eight scrapes: short enough to take a bad version back soon, long enough that a burst does not decide. */
const window = '2m';

/** Where so few ask that two minutes say nothing, a look takes in what was seen before, at smaller weights too. */
const longWindow = '10m';

/** Three looks at a minute's distance, the first when the window holds nothing of before. */
const looks = { initialDelay: window, interval: '1m', count: 3 } as const;

/** Before anybody uses it: two looks, half a minute apart. */
const previewWindow = '1m';
const previewLooks = { initialDelay: previewWindow, interval: '30s', count: 2 } as const;

/** The first bad look ends it. */
const limits = { failureLimit: 0, consecutiveErrorLimit: 4 } as const;

const objectivesTemplate = names.object('objectives');
const previewTemplate = names.object('preview');

/** Judges a version that is being asked, by the objectives. */
export const byObjectives = analysisBy(objectivesTemplate);

/** Judges a version that nobody asks yet. */
export const byPreviewSigns = analysisBy(previewTemplate);

/**
 * The service's own objectives, over the pods of the new version alone, and what the gateway answered in their place:
 * `service` is the one that requests reach them by while they are judged. One that burns as fast as wakes somebody is
 * failed, and so is one that is asked nothing: its requests do not arrive, or its metrics do not, since a deploy asks it
 * by itself. One fault alone never decides. Where so few ask that it would, the look is inconclusive: that is written
 * down, and the rollout goes on by what was seen.
 */
export function objectivesAnalysis(
  judged: readonly Judged[],
  atGateway: Judged,
  service: string,
): IAnalysisTemplate {
  return template(objectivesTemplate, [
    ...judged.filter(({ name }) => name === 'availability').map(heard),
    ...judged.map((each) => kept(each, pods)),
    kept(atGateway, `destination_service_name="${service}"`),
  ]);
}

/** Over which time, the longer where the shorter says nothing. A late lead of the first minute is none to judge by. */
const windows: Readonly<Record<Judged['name'], readonly string[]>> = {
  availability: [window, longWindow],
  latency: [window],
  gateway: [window],
};

/** Whether each pod of the new version tells how it is, and whether all were ready all the time. */
export function previewAnalysis({ told, unready }: PreviewSigns): IAnalysisTemplate {
  return template(previewTemplate, [
    metric('told', told(pods), { ...previewLooks, successCondition: is('== 1') }),
    metric('ready', unready(previewWindow, pods), { ...previewLooks, successCondition: is('== 0') }),
  ]);
}

/** Without a condition of failure, whatever is no success is one: nothing, too. */
function heard({ asked }: Judged): IMetric {
  return metric('heard', asked(window, pods), { ...looks, successCondition: is('> 0') });
}

function kept({ name, most, wrong, asked }: Judged, only: string): IMetric {
  const fewest = Math.ceil(1 / most);
  const share = (of: string) => `${wrong(of, only)}\n/\n${asked(of, only)}`;
  const isEnough = (of: string) => `${asked(of, only)} >= ${fewest}\nor\n${wrong(of, only)} > 1`;
  const query = windows[name].map((of) => `(${share(of)})\nand\n(${isEnough(of)})`).join('\nor\n');
  return metric(name, query, {
    ...looks,
    successCondition: is(`<= ${most}`),
    failureCondition: is(`> ${most}`),
  });
}

/** Prometheus answers nothing at all where there is no series; a look without it would be an error. */
function is(comparison: string): string {
  return `len(result) > 0 && result[0] ${comparison}`;
}

function metric(
  name: string,
  query: string,
  rest: Pick<IMetric, 'initialDelay' | 'interval' | 'successCondition' | 'failureCondition'> & {
    readonly count: number;
  },
): IMetric {
  // However many looks say nothing, the last of them is the end.
  const inconclusiveLimit = rest.count;
  return {
    name,
    ...rest,
    ...limits,
    inconclusiveLimit,
    provider: { prometheus: { address: prometheus, query } },
  };
}

function template(name: string, metrics: readonly IMetric[]): IAnalysisTemplate {
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'AnalysisTemplate',
    metadata: { name, namespace: names.namespace, labels: labelsOf('app') },
    spec: { args: [{ name: version }], metrics: [...metrics] },
  };
}

function analysisBy(templateName: string): IRolloutAnalysis {
  const args: IAnalysisRunArgument[] = [{ name: version, valueFrom: { podTemplateHashValue: 'Latest' } }];
  return { templates: [{ templateName }], args };
}
