import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure } from '../failure.ts';
import { isAccessible } from '../path-access.ts';
import { runTerraform, type TerraformRun } from './run.ts';

/**
 * What Terraform leaves in its folder where it could not write the state to its place: a session that ended while it was
 * applying, or S3 away (https://developer.hashicorp.com/terraform/cli/state/recover).
 */
const unsavedState = 'errored.tfstate';

/**
 * Writes a state that an earlier run left in the folder to its place, before anything is planned: a plan without it would
 * make everything a second time. Gives whether there was one. Terraform refuses it where the state went on without it.
 * Throws as {@link runTerraform} does.
 */
export async function saveUnsaved(run: Omit<TerraformRun, 'words' | 'onLine'>): Promise<boolean> {
  if (!(await isAccessible(join(run.folder, unsavedState)))) return false;
  await runTerraform({ ...run, words: ['state', 'push', '-lock-timeout=60s', unsavedState] });
  await rm(join(run.folder, unsavedState));
  return true;
}

/**
 * Refuses (`state_elsewhere`, exit refused) to let the folder work on another place of the state while it holds one that
 * could not be written to `place`: it would be written to the other, whose account may have nothing of it.
 */
export async function checkSaved(folder: string, place: string): Promise<void> {
  if (!(await isAccessible(join(folder, unsavedState)))) return;
  throw new Failure({
    code: 'state_elsewhere',
    exit: 'refused',
    message:
      'a state that could not be written lies here, and its place is not the one that the files name now',
    facts: { file: join(folder, unsavedState), place },
    next: 'put the environment back as it was and run this again, which writes the state; or move the file away, if nothing of it is wanted',
  });
}
