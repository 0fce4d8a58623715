import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { parseAllDocuments, stringify } from 'yaml';
import { fill, type AddOn, type Manifest, type Platform } from '../../../platform/midcoast.ts';
import { Failure } from '../../failure.ts';
import { helmTool } from '../../toolbox/helm.ts';
import type { Machine } from '../../toolbox/program.ts';
import type { BringContext } from '../../toolbox/tool.ts';
import { copyCharts } from './chart-copy.ts';
import { unknownValues } from './chart-values.ts';
import { requireTool } from '../../toolbox/require-tool.ts';

/** What an add-on installs. */
export type RenderedChart = {
  /** Kinds that it brings, as its chart has them. */
  readonly definitions: readonly Manifest[];
  /** All else, in the order in which Helm applies it. */
  readonly objects: readonly Manifest[];
  /** Whom the API would ask of every pod or object, and refuse them where nobody answers: to be tried, not kept. */
  readonly admission: readonly Manifest[];
};

/** By the add-on's name, in the order in which add-ons are installed. */
export type RenderedCharts = ReadonlyMap<AddOn['name'], RenderedChart>;

/** Objects of a chart can be many; Istio's definitions alone are a megabyte. */
const mostOutputBytes = 64 * 1024 * 1024;

/** Kinds that other add-ons bring, and that charts ask for before they make objects of them. */
const kindsThere = ['monitoring.coreos.com/v1', 'monitoring.coreos.com/v1/ServiceMonitor'];

/**
 * The add-ons whose charts lie in a Go module, as real Helm makes them of our values, holes filled with those of the
 * environment. What is in no module is not here: `chart-ledger.ts` says what.
 *
 * Certificates that a chart makes up differ each time: render once, and apply that.
 *
 * @throws {Failure} `go_modules_missing`, `go_program_missing` (exit missing); `chart_values_unknown` (exit
 *   checkFailed) for values that a chart does not know; `chart_refused` (exit outside) where Helm makes nothing of it.
 */
export async function renderedCharts(
  machine: Machine,
  platform: Pick<Platform, 'addOns' | 'environment'>,
  context: BringContext,
): Promise<RenderedCharts> {
  const helm = await requireTool(helmTool(machine), context);
  const folder = await mkdtemp(join(tmpdir(), 'midcoast-charts-'));
  try {
    const rendered: [AddOn['name'], RenderedChart][] = [];
    for (const chart of await copyCharts(platform.addOns, { folder, machine, context })) {
      const { addOn } = chart;
      refuseUnknown(addOn, chart.ownValues);
      const values = join(folder, `${addOn.name}.values.yaml`);
      const { region: REGION, accountId: ACCOUNT_ID } = platform.environment;
      const given = stringify(chart.values, { aliasDuplicateObjects: false });
      await writeFile(values, fill(given, { REGION, ACCOUNT_ID }));
      const text = await template(helm.path, {
        addOn,
        chart: chart.folder,
        values,
        folder,
        platform,
      });
      rendered.push([addOn.name, sorted(text)]);
    }
    return new Map(rendered);
  } finally {
    await rm(folder, { recursive: true });
  }
}

function refuseUnknown({ name, values }: AddOn, chartsOwn: object): void {
  const unknown = unknownValues(values, chartsOwn);
  if (unknown.length === 0) return;
  throw new Failure({
    code: 'chart_values_unknown',
    exit: 'checkFailed',
    message: `the chart of ${name} knows no ${unknown.join(', ')}`,
    facts: { unknown: unknown.length },
    next: `write the values of ${name} in src/platform/kubernetes/add-ons as its chart has them`,
  });
}

type Template = {
  readonly addOn: AddOn;
  readonly chart: string;
  readonly values: string;
  readonly folder: string;
  readonly platform: Pick<Platform, 'environment'>;
};

async function template(helm: string, { addOn, chart, values, folder, platform }: Template): Promise<string> {
  const words = [
    'template',
    addOn.name,
    chart,
    `--namespace=${addOn.namespace}`,
    `--values=${values}`,
    `--kube-version=${platform.environment.versions.kubernetes}.0`,
    '--skip-tests',
    addOn.definitionsElsewhere ? '--skip-crds' : '--include-crds',
    ...kindsThere.map((kind) => `--api-versions=${kind}`),
  ];
  // A home of its own: no repository, plugin or cluster of whoever runs it is looked at.
  const env = { HOME: folder, KUBECONFIG: join(folder, 'no-cluster') };
  return promisify(execFile)(helm, words, { env, maxBuffer: mostOutputBytes }).then(
    ({ stdout }) => stdout,
    (cause: { readonly stderr?: string }) => {
      throw new Failure({
        code: 'chart_refused',
        exit: 'outside',
        message: `Helm makes nothing of the chart of ${addOn.name}`,
        facts: { said: (cause.stderr ?? '').trim().slice(-1000) },
        next: `mend the values of ${addOn.name} in src/platform/kubernetes/add-ons`,
        cause,
      });
    },
  );
}

function sorted(text: string): RenderedChart {
  const all = parseAllDocuments(text)
    .map((document) => document.toJS() as Manifest | null)
    .filter((object): object is Manifest => object !== null);
  const isDefinition = ({ kind }: Manifest) => kind === 'CustomResourceDefinition';
  const isAdmission = ({ kind }: Manifest) => /^(Mutating|Validating)WebhookConfiguration$/.test(kind);
  return {
    definitions: all.filter(isDefinition),
    objects: all.filter((object) => !isDefinition(object) && !isAdmission(object)),
    admission: all.filter(isAdmission),
  };
}
