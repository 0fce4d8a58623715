import { mkdir, writeFile } from 'node:fs/promises';
import { reportPath } from './rehearsal-folder.ts';
import { reportPage } from './report-page.ts';
import type { RehearsalReport } from './report.ts';

/** Writes `report.json`, then `report.html`: whoever finds the page finds its figures too. */
export async function writeReport(report: RehearsalReport, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeFile(reportPath(folder, 'json'), `${JSON.stringify(report, null, 2)}\n`);
  await writeFile(reportPath(folder, 'html'), reportPage(report));
}
