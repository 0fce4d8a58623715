import { mkdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Environment } from '../../environments/environment.ts';
import { writeAtomically } from '../local/atomic-file.ts';

/** How far a teardown has come; kept in a file, so that the next run goes on from there. */
export type TeardownRecord = {
  readonly environment: string;
  readonly account: string;
  /** ISO 8601. */
  readonly begun: string;
  /** Steps that are done, in order. */
  readonly done: readonly StepDone[];
};

export type StepDone = {
  readonly name: string;
  readonly detail: string;
  readonly seconds: number;
  /** How often something had to be tried again, by reason: `{ DependencyViolation: 2 }`. */
  readonly retries: Readonly<Record<string, number>>;
};

/** The file of an environment’s teardown. */
export function recordPath(root: string, { name }: Environment): string {
  return join(root, '.midcoast', `destroy-${name}.json`);
}

/** The record of a teardown that was broken off; a new one where there is none of this account. */
export async function openRecord(root: string, environment: Environment): Promise<TeardownRecord> {
  const fresh: TeardownRecord = {
    environment: environment.name,
    account: environment.accountId,
    begun: new Date().toISOString(),
    done: [],
  };
  const text = await readFile(recordPath(root, environment), 'utf8').catch(() => undefined);
  if (text === undefined) return fresh;
  const old = JSON.parse(text) as TeardownRecord;
  return old.account === environment.accountId ? old : fresh;
}

/** Writes it whole or not at all. */
export async function keepRecord(
  root: string,
  environment: Environment,
  record: TeardownRecord,
): Promise<void> {
  const path = recordPath(root, environment);
  await mkdir(dirname(path), { recursive: true });
  await writeAtomically(path, `${JSON.stringify(record, null, 2)}\n`);
}
