import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Environment, EnvironmentName } from '../environments/environment.ts';
import { environments } from '../environments/environments.ts';
import { actions, names, workflowText, type Workflow } from '../platform/midcoast.ts';
import type { SynthReport } from './synth.ts';

/** The order in which a change reaches the environments; each is let in by the one before it. */
export const deployOrder: readonly EnvironmentName[] = ['staging', 'production'];

/** The one pipeline of all environments. */
export function pipeline(): Workflow {
  return actions({
    environments: deployOrder.map((name) => environments[name]),
    registry: registryEnvironment(),
  });
}

/** The environment whose account holds the images of all. */
export function registryEnvironment(): Environment {
  const { registryAccountId } = environments.production;
  const found = Object.values(environments).find(({ accountId }) => accountId === registryAccountId);
  if (found === undefined) throw new Error(`no environment is account ${registryAccountId}`);
  return found;
}

/** Compares the workflow's file with what should stand there, as `synth` does; with `write`, makes it so. */
export async function synthWorkflow(root: string, write: boolean): Promise<SynthReport['differing']> {
  const file = join(root, names.workflowFile);
  const wanted = workflowText(pipeline());
  const found = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (found === wanted) return [];
  if (write) {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, wanted);
  }
  return [{ path: names.workflowFile, how: found === undefined ? 'new' : 'changed' }];
}
