import { metrics, type Metric } from '../../../service/contract.ts';
import { gatewayMetrics } from './gateway-series.ts';

/** What the process itself exports beside the contract, and Prometheus of each target. */
const ofEveryProcess = /^(process|nodejs)_[a-z0-9_]+$|^up$/;

/** Labels that Prometheus adds to what it scrapes, those that rules add, and a histogram's own. */
const addedLabels = ['namespace', 'pod', 'service', 'endpoint', 'container', 'job', 'instance', 'le'];

const words = new Set(
  'by without on ignoring group_left group_right and or unless offset bool inf nan'.split(' '),
);

/** Series by name, with the labels of each. */
const exported: ReadonlyMap<string, readonly string[]> = new Map([
  ...Object.entries(metrics as Readonly<Record<string, Metric>>).flatMap(([name, { kind, labels }]) =>
    (kind === 'histogram' ? ['_bucket', '_count', '_sum'] : ['']).map(
      (suffix) => [`${name}${suffix}`, labels] as const,
    ),
  ),
  ...Object.entries(gatewayMetrics),
]);

/**
 * What an expression of PromQL asks for that nobody exports: series, and labels that a series has not. `recorded`
 * are names that rules of ours record.
 */
export function unexportedIn(expression: string, recorded: readonly string[] = []): readonly string[] {
  const unquoted = expression.replaceAll(/"(?:[^"\\]|\\.)*"/g, '""');
  return [
    ...labelsIn(unquoted)
      .filter(([series, label]) => !hasLabel(series, label))
      .map(([series, label]) => `${series}{${label}}`),
    ...seriesIn(unquoted).filter((name) => !isSeries(name, recorded)),
  ];
}

function isSeries(name: string, recorded: readonly string[]): boolean {
  return exported.has(name) || recorded.includes(name) || ofEveryProcess.test(name);
}

function hasLabel(series: string, label: string): boolean {
  const known = exported.get(series);
  return known === undefined || known.includes(label) || addedLabels.includes(label);
}

/** Pairs of a series and a label that it is narrowed by. */
function labelsIn(unquoted: string): readonly (readonly [string, string])[] {
  return [...unquoted.matchAll(/([a-zA-Z_:][\w:]*)\s*\{([^}]*)\}/g)].flatMap(
    ([, series = '', matchers = '']) =>
      [...matchers.matchAll(/(\w+)\s*(?:=~|!~|!=|=)/g)].map(([, label = '']) => [series, label] as const),
  );
}

/** Names that are neither functions nor words, outside of braces, brackets and lists of labels. */
function seriesIn(unquoted: string): readonly string[] {
  const bare = unquoted
    .replaceAll(/\{[^}]*\}|\[[^\]]*\]/g, ' ')
    .replaceAll(/\b(by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)/g, ' ');
  return [...bare.matchAll(/(?<![\w:.])([a-zA-Z_:][\w:]*)(?![\w:])(?!\s*\()/g)]
    .map(([, name = '']) => name)
    .filter((name) => !words.has(name.toLowerCase()));
}
