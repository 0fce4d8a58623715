import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from '@prometheus-io/client';
import { metrics, type LabelsOf, type Metric, type MetricName } from '../contract.ts';

type Labels = Readonly<Record<string, string>>;
type Series = Counter<string> | Gauge<string> | Histogram<string>;

/** The series of the contract, each made from its row there; no other series can be made. */
export type Metrics = {
  count<Name extends MetricName>(name: Name, labels: LabelsOf<Name>, by?: number): void;
  set<Name extends MetricName>(name: Name, labels: LabelsOf<Name>, value: number): void;
  observe<Name extends MetricName>(name: Name, labels: LabelsOf<Name>, value: number): void;
  /** Called before each scrape, to set what is read and not counted. */
  beforeScrape(fill: () => Promise<void> | void): void;
  /** Prometheus text format. */
  scrape(): Promise<string>;
  readonly contentType: string;
};

/** A registry of its own, so that two servers in one process do not share series. */
export function openMetrics(): Metrics {
  const registry = new Registry();
  const series = new Map<string, Series>(
    Object.entries(metrics).map(([name, metric]) => [name, makeSeries(registry, name, metric)]),
  );
  collectDefaultMetrics({ register: registry });
  const fills: (() => Promise<void> | void)[] = [];
  return {
    count: (name, labels, by = 1) => void (series.get(name) as Counter<string>).inc(labels as Labels, by),
    set: (name, labels, value) => void (series.get(name) as Gauge<string>).set(labels as Labels, value),
    observe: (name, labels, value) =>
      void (series.get(name) as Histogram<string>).observe(labels as Labels, value),
    beforeScrape: (fill) => void fills.push(fill),
    scrape: async () => {
      await Promise.all(fills.map(async (fill) => fill()));
      return registry.metrics();
    },
    contentType: registry.contentType,
  };
}

function makeSeries(registry: Registry, name: string, metric: Metric): Series {
  const shape = { name, help: metric.help, labelNames: [...metric.labels], registers: [registry] };
  switch (metric.kind) {
    case 'counter':
      return new Counter(shape);
    case 'gauge':
      return new Gauge(shape);
    case 'histogram':
      return new Histogram({ ...shape, buckets: [...(metric.buckets ?? [])] });
  }
}
