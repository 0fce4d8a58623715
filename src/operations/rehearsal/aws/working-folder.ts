import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Environment } from '../../../environments/environment.ts';
import type { StateName } from '../../../platform/midcoast.ts';
import { Failure } from '../../failure.ts';
import { overrideFile, overrideOf, type MainDocument, type OverrideDocument } from './override.ts';

/** Files of a state by name, as they stand in `generated/`. */
export type StateFiles = ReadonlyMap<string, Buffer>;

export type WorkingFolder = {
  readonly state: StateName;
  readonly path: string;
  readonly files: StateFiles;
  readonly override: OverrideDocument;
};

/** Reads what was generated for a state; throws `generated_missing` (exit usage) where nothing was. */
export async function readStateFiles(
  root: string,
  environment: string,
  state: StateName,
): Promise<StateFiles> {
  const folder = join(root, 'generated', environment, 'terraform', state);
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.tf.json'));
  if (names.length === 0) {
    throw new Failure({
      code: 'generated_missing',
      exit: 'usage',
      message: `there is nothing in generated/${environment}/terraform/${state}`,
      facts: { folder },
      next: `run ./midcoast synth ${environment} first`,
    });
  }
  const files = names.toSorted().map(async (name) => [name, await readFile(join(folder, name))] as const);
  return new Map(await Promise.all(files));
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
