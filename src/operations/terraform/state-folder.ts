import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { EnvironmentName } from '../../environments/environment.ts';
import type { StateName } from '../../platform/midcoast.ts';
import type { Cloud } from '../account/cloud.ts';
import { withProviderSettings } from '../toolbox/aws-provider.ts';
import { requireTerraform } from '../toolbox/terraform.ts';
import type { Terminal } from '../terminal.ts';
import { runTerraform, type TerraformRun } from './run.ts';
import { checkSaved, saveUnsaved } from './unsaved-state.ts';

/** What a run of Terraform on a state of an environment needs beside its words. */
export type StateRun = Omit<TerraformRun, 'words' | 'folder'>;

/**
 * Terraform as this machine has it, with the provider's settings and the commit as a variable. Throws
 * `terraform_missing` (exit missing).
 */
export async function terraformOf(
  given: TerraformGiven,
  { variables }: Cloud,
  commit: string,
): Promise<StateRun> {
  const { root, signal, force } = given;
  const { path } = await requireTerraform({ root, environment: given.variables });
  const folder = join(root, '.midcoast', 'terraform');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const environment = await withProviderSettings({ environment: variables }, folder);
  return { program: path, environment: { ...environment, TF_VAR_commit: commit }, signal, force };
}

type TerraformGiven = {
  readonly root: string;
  /** The process environment. */
  readonly variables: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
  readonly force: AbortSignal;
};

/** The folder in which Terraform works on a state; what it brings and saves stays out of `generated/`. */
function stateFolder(root: string, environment: EnvironmentName, state: StateName): string {
  return join(root, '.midcoast', 'terraform', environment, state);
}

/** Which state of which environment, and who is told what was mended on the way. */
type StatePlace = {
  readonly root: string;
  readonly environment: { readonly name: EnvironmentName };
  readonly state: StateName;
  readonly terminal: Pick<Terminal, 'say'>;
};

/**
 * Copies the files of a state out of `generated/`, byte for byte, initialises Terraform on them, and writes to its place
 * what an earlier run could not. Gives the folder, readable by its owner alone: a saved plan holds everything that it
 * knows. Throws as {@link runTerraform} and {@link checkSaved} do.
 */
export async function openState(place: StatePlace, run: StateRun): Promise<string> {
  const { root, environment, state, terminal } = place;
  const from = join(root, 'generated', environment.name, 'terraform', state);
  const folder = stateFolder(root, environment.name, state);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const old = (await readdir(folder)).filter((name) => name.endsWith('.tf.json') || name.endsWith('.plan'));
  await Promise.all(old.map((name) => rm(join(folder, name))));
  await cp(from, folder, { recursive: true });
  await initialise({ ...run, folder });
  if (await saveUnsaved({ ...run, folder })) {
    terminal.say(`${state}: the state that an earlier run could not write is in its place`);
  }
  return folder;
}

/**
 * Initialising reads the whole provider, half a gigabyte: left out where the same was done for the same versions and
 * place of the state.
 */
async function initialise(run: Omit<TerraformRun, 'words'>): Promise<void> {
  const wanted = await readFile(join(run.folder, 'main.tf.json'), 'utf8');
  const mark = join(run.folder, '.terraform', 'initialised-for.json');
  const last = await readFile(mark, 'utf8').catch(() => undefined);
  if (last === wanted) return;
  if (last !== undefined && placeIn(last) !== placeIn(wanted)) await checkSaved(run.folder, placeIn(last));
  // The backend is that of the files, whatever an earlier run of another account left there.
  await runTerraform({ ...run, words: ['init', '-reconfigure'] });
  await writeFile(mark, wanted);
}

/** Where the files say that the state lies. */
function placeIn(main: string): string {
  const { terraform } = JSON.parse(main) as {
    readonly terraform: {
      readonly backend: { readonly s3: { readonly bucket: string; readonly key: string } };
    };
  };
  const { bucket, key } = terraform.backend.s3;
  return `s3://${bucket}/${key}`;
}
