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

/** Three looks at a minute's distance, the first when the window holds nothing of before. */
const looks = { initialDelay: window, interval: '1m', count: 3 } as const;

/** Before anybody uses it: two looks, half a minute apart. */
const previewWindow = '1m';
const previewLooks = { initialDelay: previewWindow, interval: '30s', count: 2 } as const;

/** The first bad look ends it, and so does the first of which nothing can be said. */
const limits = { failureLimit: 0, inconclusiveLimit: 0, consecutiveErrorLimit: 4 } as const;

const objectivesTemplate = names.object('objectives');
const previewTemplate = names.object('preview');

/** Judges a version that is being asked, by the objectives. */
export const byObjectives = analysisBy(objectivesTemplate);

/** Judges a version that nobody asks yet. */
export const byPreviewSigns = analysisBy(previewTemplate);

/**
 * The service's own objectives, over the pods of the new version alone. One that burns as fast as wakes somebody is
 * failed, and so is one that is asked nothing: its requests do not arrive, or its metrics do not. Where so few ask that
 * a single fault would decide, the look is inconclusive: the rollout holds where it is, and looks again when it is
 * resumed.
 */
export function objectivesAnalysis(judged: readonly Judged[]): IAnalysisTemplate {
  return template(objectivesTemplate, [
    ...judged.filter(({ name }) => name === 'availability').map(heard),
    ...judged.map(kept),
  ]);
}

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

function kept({ name, most, share, asked }: Judged): IMetric {
  const fewest = Math.ceil(1 / most);
  return metric(name, `(\n${share(window, pods)}\n)\nand\n${asked(window, pods)} >= ${fewest}`, {
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
  rest: Pick<IMetric, 'initialDelay' | 'interval' | 'count' | 'successCondition' | 'failureCondition'>,
): IMetric {
  return { name, ...rest, ...limits, provider: { prometheus: { address: prometheus, query } } };
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
