/** What one panel shows. Each line's legend is a template of Grafana, such as `{{pod}}`. */
export type Panel = {
  readonly title: string;
  /** One sentence for who sees it the first time. */
  readonly description: string;
  /** https://grafana.com/docs/grafana/latest/panels-visualizations/configure-standard-options/#unit */
  readonly unit: 'reqps' | 'cps' | 's' | 'percentunit' | 'short' | 'bytes';
  readonly lines: readonly { readonly expression: string; readonly legend: string }[];
  /** From where on a value is drawn in red, such as an objective. */
  readonly limit?: number;
};

export type Dashboard = {
  /** In the address of the dashboard, and for good. */
  readonly uid: string;
  readonly title: string;
  readonly rows: readonly { readonly title: string; readonly panels: readonly Panel[] }[];
};

/** Grafana's grid is this many columns wide. */
const columns = 24;
const panelHeight = 8;
/** That of the model of a dashboard which is written here; Grafana brings it up to its own. */
const schemaVersion = 41;

/** The dashboard as Grafana loads it: https://grafana.com/docs/grafana/latest/dashboards/build-dashboards/view-dashboard-json-model/ */
export function dashboardModel({ uid, title, rows }: Dashboard) {
  return {
    uid,
    title,
    tags: ['midcoast'],
    schemaVersion,
    editable: false,
    refresh: '30s',
    time: { from: 'now-6h', to: 'now' },
    templating: {
      list: [{ name: 'datasource', label: 'Data source', type: 'datasource', query: 'prometheus' }],
    },
    panels: rows
      .flatMap((row, index) => rowModels(row, index))
      .map((panel, id) => ({ id: id + 1, ...panel })),
  };
}

function rowModels({ title, panels }: Dashboard['rows'][number], row: number) {
  const top = row * (panelHeight + 1);
  const width = Math.floor(columns / panels.length);
  return [
    { type: 'row', title, collapsed: false, gridPos: { x: 0, y: top, w: columns, h: 1 }, panels: [] },
    ...panels.map((panel, column) => ({
      ...panelModel(panel),
      gridPos: { x: column * width, y: top + 1, w: width, h: panelHeight },
    })),
  ];
}

const datasource = { type: 'prometheus', uid: '${datasource}' };

function panelModel({ title, description, unit, lines, limit }: Panel) {
  const steps = [
    { value: null, color: 'green' },
    ...(limit === undefined ? [] : [{ value: limit, color: 'red' }]),
  ];
  return {
    type: 'timeseries',
    title,
    description,
    datasource,
    fieldConfig: {
      defaults: {
        unit,
        min: 0,
        custom: { fillOpacity: 10, thresholdsStyle: { mode: limit === undefined ? 'off' : 'line' } },
        thresholds: { mode: 'absolute', steps },
      },
      overrides: [],
    },
    options: {
      legend: { displayMode: 'list', placement: 'bottom' },
      tooltip: { mode: 'multi', sort: 'desc' },
    },
    targets: lines.map(({ expression, legend }, index) => ({
      refId: String.fromCodePoint(65 + index),
      datasource,
      expr: expression,
      legendFormat: legend,
    })),
  };
}
