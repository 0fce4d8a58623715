import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { reportPage } from './report-page.ts';
import type { RehearsalReport } from './report.ts';

/** Writes `report.json`, then `report.html`: whoever finds the page finds its figures too. */
export async function writeReport(report: RehearsalReport, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeFile(join(folder, 'report.json'), `${JSON.stringify(report, null, 2)}\n`);
  await writeFile(join(folder, 'report.html'), reportPage(report));
}
