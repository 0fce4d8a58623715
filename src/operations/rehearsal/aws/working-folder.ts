import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Environment } from '../../../environments/environment.ts';
import type { StateName } from '../../../platform/midcoast.ts';
import { Failure } from '../../failure.ts';
import type { GeneratedFiles } from '../../generated-files.ts';
import { overrideFile, overrideOf, type MainDocument, type OverrideDocument } from './override.ts';

/** Files of a state by name, as they stand in `generated/`. */
export type StateFiles = ReadonlyMap<string, Buffer>;

export type WorkingFolder = {
  readonly state: StateName;
  readonly path: string;
  readonly files: StateFiles;
  readonly override: OverrideDocument;
};

/** Takes the files of a state from what was generated; throws `generated_missing` (exit usage) where there are none. */
export function stateFilesOf(generated: GeneratedFiles, environment: string, state: StateName): StateFiles {
  const folder = `terraform/${state}/`;
  const files = [...generated].filter(([path]) => path.startsWith(folder) && path.endsWith('.tf.json'));
  if (files.length === 0) {
    throw new Failure({
      code: 'generated_missing',
      exit: 'usage',
      message: `there is nothing in generated/${environment}/${folder}`,
      next: `run ./midcoast synth ${environment} first`,
    });
  }
  return new Map(files.map(([path, bytes]) => [path.slice(folder.length), bytes]));
}

/** Lays the files of a state, byte for byte, and the one override into a new folder. */
export async function layWorkingFolder(given: {
  readonly within: string;
  readonly environment: Environment;
  readonly state: StateName;
  readonly files: StateFiles;
  readonly url: string;
}): Promise<WorkingFolder> {
  const { within, environment, state, files, url } = given;
  const path = join(within, state);
  await rm(path, { recursive: true, force: true });
  await mkdir(path, { recursive: true, mode: 0o700 });
  const main = JSON.parse(files.get('main.tf.json')?.toString('utf8') ?? '{}') as MainDocument;
  const override = overrideOf({ main, url, accountId: environment.accountId });
  await Promise.all([...files].map(([name, bytes]) => writeFile(join(path, name), bytes)));
  await writeFile(join(path, overrideFile), `${JSON.stringify(override, null, 2)}\n`);
  return { state, path, files, override };
}
