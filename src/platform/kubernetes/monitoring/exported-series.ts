import { metrics, processSeries, type Metric } from '../../../service/contract.ts';
import { groupingsIn, matchersIn, seriesIn, type Matcher } from './expression.ts';
import { gatewayMetrics } from './gateway-series.ts';
import { groundMetrics } from './ground-series.ts';

/** Labels that Prometheus adds to what it scrapes. */
const addedLabels = ['namespace', 'pod', 'service', 'endpoint', 'container', 'job', 'instance'];

const ours: Readonly<Record<string, Metric>> = metrics;

/** The parts of which a metric consists in Prometheus, with the labels of each. */
const exported: ReadonlyMap<string, readonly string[]> = new Map([
  ...Object.entries(ours).flatMap(([name, { kind, labels }]) =>
    kind === 'histogram'
      ? [
          [`${name}_bucket`, [...labels, 'le']] as const,
          [`${name}_count`, labels] as const,
          [`${name}_sum`, labels] as const,
        ]
      : [[name, labels] as const],
  ),
  ...Object.entries(processSeries),
  ...Object.entries(gatewayMetrics),
  ...Object.entries(groundMetrics),
  // Prometheus' own, of each target.
  ['up', []],
]);

/**
 * What an expression of PromQL asks for that nobody exports: series; labels that a series has not, by which it is
 * narrowed or brought together; and values that a label never has. `recorded` are names that rules of ours record: with
 * what labels is not known here.
 */
export function unexportedIn(expression: string, recorded: readonly string[] = []): readonly string[] {
  const matchers = matchersIn(expression);
  return [
    ...matchers
      .filter(({ series, label }) => !hasLabel(series, label))
      .map(({ series, label }) => `${series}{${label}}`),
    ...matchers
      .filter((matcher) => !mayMatch(matcher))
      .map(({ series, label, operator, value }) => `${series}{${label}${operator}"${value}"}`),
    ...groupingsIn(expression).flatMap(({ labels, series }) =>
      labels
        .filter((label) => !series.some((name) => hasLabel(name, label)))
        .map((label) => `${label}, by which nothing can be told apart`),
    ),
    ...seriesIn(expression).filter((name) => !exported.has(name) && !recorded.includes(name)),
  ];
}

/** Of a series that nobody exports, that alone is told. */
function hasLabel(series: string, label: string): boolean {
  const known = exported.get(series);
  return known === undefined || known.includes(label) || addedLabels.includes(label);
}

/** Whether some value of a label that has only certain ones is matched, by each alternative of a pattern; none at all may be asked for. */
function mayMatch({ series, label, operator, value }: Matcher): boolean {
  const name = series.replace(/_(bucket|count|sum)$/, '');
  const values = (ours[series] ?? ours[name])?.values?.[label];
  if (values === undefined || value === '') return true;
  if (!operator.endsWith('~')) return values.includes(value);
  const alternatives = value.includes('(') ? [value] : value.split('|');
  return alternatives.every((each) => values.some((known) => new RegExp(`^(?:${each})$`).test(known)));
}
