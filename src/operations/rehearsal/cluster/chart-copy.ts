import { chmod, cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import type { AddOn } from '../../../platform/midcoast.ts';
import { bringGoModules } from '../../toolbox/go-modules.ts';
import type { Machine } from '../../toolbox/program.ts';
import type { BringContext } from '../../toolbox/tool.ts';
import { chartPins, chartSources, type ChartSource } from './chart-sources.ts';

/** The chart of an add-on in a folder of its own, where it may be changed. */
export type ChartCopy = {
  readonly addOn: AddOn;
  readonly folder: string;
  /** As the chart itself says them. */
  readonly name: string;
  readonly version: string;
  /** Its own values, which those below stand above. */
  readonly ownValues: object;
  /** As deploy gives them, and what the maker's release would have written into the chart. */
  readonly values: object;
};

/** Copies those charts that lie in a Go module out of it, each into a folder of its add-on's name. */
export async function copyCharts(
  addOns: readonly AddOn[],
  { folder, machine, context }: { folder: string; machine: Machine; context: BringContext },
): Promise<readonly ChartCopy[]> {
  const wanted = addOns.flatMap((addOn) => {
    const source = chartSources[addOn.name];
    return source === undefined ? [] : [{ addOn, source }];
  });
  const modules = [...new Set(wanted.map(({ source }) => source.module))];
  const folders = await bringGoModules(chartPins, modules, machine, context);
  return Promise.all(
    wanted.map(async ({ addOn, source }) => {
      const from = join(folders[source.module] ?? '', source.folder);
      const place = join(folder, addOn.name);
      return {
        addOn,
        folder: place,
        ...(await copyChart(from, place)),
        values: releasedValues(addOn, source),
      };
    }),
  );
}

/** What a chart depends on lies elsewhere, and Helm asks for it even where it is turned off. */
async function copyChart(
  from: string,
  folder: string,
): Promise<Pick<ChartCopy, 'name' | 'version' | 'ownValues'>> {
  await mkdir(folder, { recursive: true });
  await cp(from, folder, { recursive: true, filter: (path) => !path.endsWith('Chart.lock') });
  // Folders of modules may not be written, and a copy keeps that.
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isDirectory()) await chmod(join(entry.parentPath, entry.name), 0o700);
  }
  const head = parse(await readFile(join(from, 'Chart.yaml'), 'utf8')) as Record<string, unknown>;
  delete head['dependencies'];
  await rm(join(folder, 'Chart.yaml'));
  await writeFile(join(folder, 'Chart.yaml'), stringify(head));
  const ownValues = (parse(await readFile(join(from, 'values.yaml'), 'utf8')) ?? {}) as object;
  return { name: String(head['name']), version: String(head['version']), ownValues };
}

function releasedValues({ values, chart }: AddOn, { released }: ChartSource): object {
  const makers = (released?.(chart.application) ?? {}) as Record<string, object>;
  const own = values as Record<string, object>;
  return Object.fromEntries(
    [...new Set([...Object.keys(own), ...Object.keys(makers)])].map((key) => [
      key,
      key in makers ? { ...own[key], ...makers[key] } : own[key],
    ]),
  );
}
