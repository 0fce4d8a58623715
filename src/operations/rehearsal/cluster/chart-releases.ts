import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { AddOn } from '../../../platform/midcoast.ts';
import type { AddOnRelease } from '../../deploy/add-ons-installed.ts';
import { releaseOf } from '../../rollout/helm-release.ts';
import type { Machine } from '../../toolbox/program.ts';
import type { BringContext } from '../../toolbox/tool.ts';
import { copyCharts } from './chart-copy.ts';
import type { Definition } from './definitions.ts';

/** Groups of kinds that add-ons bring and whose charts, as they can be had here, do not. */
const broughtBy: Readonly<Partial<Record<AddOn['name'], string>>> = {
  'kube-prometheus-stack': 'monitoring.coreos.com',
  'external-secrets': 'external-secrets.io',
  'argo-rollouts': 'argoproj.io',
};

export type ChartReleases = {
  /** In the order of the add-ons. */
  readonly releases: readonly AddOnRelease[];
  /** Names of those whose chart only has the kinds that the add-on brings. */
  readonly kindsAlone: readonly string[];
  /** Names of those that are left out. */
  readonly absent: readonly string[];
};

/**
 * The releases of the add-ons, for Helm to install: from the charts that lie in a Go module, with the values that
 * deploy gives them, and from charts of the rehearsal's own for what brings kinds that others need. So each kind comes
 * when its add-on's turn comes, and no sooner.
 */
export async function chartReleases(
  addOns: readonly AddOn[],
  given: {
    readonly folder: string;
    readonly machine: Machine;
    readonly context: BringContext;
    readonly definitions: readonly Definition[];
  },
): Promise<ChartReleases> {
  const charts = new Map((await copyCharts(addOns, given)).map((chart) => [chart.addOn.name, chart]));
  const releases: AddOnRelease[] = [];
  const kindsAlone: string[] = [];
  for (const addOn of addOns) {
    const { name, values, opens = [] } = addOn;
    const copy = charts.get(name);
    const folder = join(given.folder, name);
    const group = broughtBy[name];
    const kinds = given.definitions.filter(({ spec }) => spec.group === group);
    if (copy === undefined && kinds.length === 0) continue;
    const chart = copy ?? (await emptyChart(folder, name));
    if (copy === undefined) kindsAlone.push(name);
    if (kinds.length > 0) await addKinds(folder, kinds);
    releases.push({
      ...releaseOf(addOn),
      values: copy?.values ?? values,
      chart: { name: chart.name, version: chart.version, words: [folder] },
      opens,
    });
  }
  const there = new Set(releases.map(({ name }) => name));
  return { releases, kindsAlone, absent: addOns.map(({ name }) => name).filter((name) => !there.has(name)) };
}

async function emptyChart(folder: string, name: string): Promise<{ name: string; version: string }> {
  const head = { apiVersion: 'v2', name, version: '0.0.0' };
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'Chart.yaml'), stringify(head));
  return head;
}

/** As Helm wants them: it installs them before all else. */
async function addKinds(folder: string, kinds: readonly Definition[]): Promise<void> {
  await mkdir(join(folder, 'crds'), { recursive: true });
  for (const kind of kinds) {
    await writeFile(join(folder, 'crds', `${kind.metadata.name}.yaml`), stringify(kind));
  }
}
