import type { Alarm } from './alarm.ts';

/** What is watched under one of the guide's words, and a part of the dashboard. */
export type Watch = { readonly title: string; readonly alarms: readonly Alarm[] };

/** Columns that CloudWatch divides a dashboard into. */
const columns = 24;
const width = 8;
const height = 6;

/**
 * The body of the dashboard: a row of text over a graph for each figure that is watched, with the line that it must
 * not cross. Alarms of the same figure on several instances share a graph.
 */
export function dashboardBody(region: string, watches: readonly Watch[]): string {
  const widgets: object[] = [];
  let y = 0;
  for (const { title, alarms } of watches) {
    widgets.push({
      type: 'text',
      x: 0,
      y,
      width: columns,
      height: 1,
      properties: { markdown: `## ${title}` },
    });
    y += 1;
    const graphs = [...Map.groupBy(alarms, figureOf)];
    graphs.forEach(([figure, watched], index) => {
      const place = { x: (index * width) % columns, y: y + Math.floor((index * width) / columns) * height };
      widgets.push({ type: 'metric', ...place, width, height, properties: graph(region, figure, watched) });
    });
    y += Math.ceil((graphs.length * width) / columns) * height;
  }
  return JSON.stringify({ widgets });
}

function figureOf({ measure }: Alarm): string {
  if (!('expression' in measure)) return measure.name;
  return [...new Set(Object.values(measure.of).map(({ name }) => name))].join(' + ');
}

function graph(region: string, title: string, alarms: readonly Alarm[]): object {
  const [first] = alarms;
  return {
    title,
    region,
    view: 'timeSeries',
    stacked: false,
    metrics: alarms.flatMap((alarm, index) => lines(alarm, index)),
    annotations: { horizontal: [{ label: 'alarm', value: first?.threshold ?? 0 }] },
  };
}

function lines({ name, measure, periodMinutes = 1 }: Alarm, index: number): readonly unknown[] {
  const period = periodMinutes * 60;
  if (!('expression' in measure)) {
    const { namespace, name: figure, statistic, dimensions } = measure;
    return [
      [namespace, figure, ...Object.entries(dimensions).flat(), { stat: statistic, period, label: name }],
    ];
  }
  const ids = Object.keys(measure.of);
  // An id may stand once on a graph, so each alarm has its own.
  const expression = ids.reduce(
    (text, id) => text.replaceAll(new RegExp(`\\b${id}\\b`, 'g'), `${id}${index}`),
    measure.expression,
  );
  return [
    [{ expression, label: name, id: `result${index}`, period }],
    ...Object.entries(measure.of).map(([id, { namespace, name: figure, statistic, dimensions }]) => [
      namespace,
      figure,
      ...Object.entries(dimensions).flat(),
      { stat: statistic, period, id: `${id}${index}`, visible: false },
    ]),
  ];
}
