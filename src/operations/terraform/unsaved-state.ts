import { access, rm } from 'node:fs/promises';
import { join } from 'node:path';
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
  const file = join(run.folder, unsavedState);
  const there = await access(file).then(
    () => true,
    () => false,
  );
  if (!there) return false;
  await runTerraform({ ...run, words: ['state', 'push', '-lock-timeout=60s', unsavedState] });
  await rm(file);
  return true;
}
