import { cp, mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { EnvironmentName } from '../../environments/environment.ts';
import type { StateName } from '../../platform/midcoast.ts';
import { runTerraform, type TerraformRun } from './run.ts';

/** What a run of Terraform on a state of an environment needs beside its words. */
export type StateRun = Omit<TerraformRun, 'words' | 'folder'>;

/** The folder in which Terraform works on a state; what it brings and saves stays out of `generated/`. */
export function stateFolder(root: string, environment: EnvironmentName, state: StateName): string {
  return join(root, '.midcoast', 'terraform', environment, state);
}

/**
 * Copies the files of a state out of `generated/`, byte for byte, and initialises Terraform on them. Gives the
 * folder, readable by its owner alone: a saved plan holds everything that it knows.
 */
export async function openState(
  root: string,
  environment: EnvironmentName,
  state: StateName,
  run: StateRun,
): Promise<string> {
  const from = join(root, 'generated', environment, 'terraform', state);
  const folder = stateFolder(root, environment, state);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const old = (await readdir(folder)).filter((name) => name.endsWith('.tf.json') || name.endsWith('.plan'));
  await Promise.all(old.map((name) => rm(join(folder, name))));
  await cp(from, folder, { recursive: true });
  // The backend is that of the files, whatever an earlier run of another account left there.
  await runTerraform({ ...run, folder, words: ['init', '-reconfigure'] });
  return folder;
}
