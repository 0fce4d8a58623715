import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { StateName } from '../../platform/midcoast.ts';
import type { RehearsalReport } from './report.ts';

/** Where a part of a rehearsal works, and leaves what it found. */
export function rehearsalFolder(root: string, environment: string, part: RehearsalReport['part']): string {
  return join(root, '.midcoast', 'rehearsals', environment, part);
}

/** The report, for scripts or for people. */
export function reportPath(folder: string, kind: 'json' | 'html'): string {
  return join(folder, `report.${kind}`);
}

/** The first plan of a state, as `terraform show -json` writes it: `check` reads it. */
export function planPath(folder: string, state: StateName): string {
  return join(folder, `plan-${state}.json`);
}

/** Removes the report of an earlier rehearsal: beside the plans of this one it would speak of other files. */
export async function removeReport(folder: string): Promise<void> {
  await Promise.all((['json', 'html'] as const).map((kind) => rm(reportPath(folder, kind), { force: true })));
}
