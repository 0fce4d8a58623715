import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure } from '../failure.ts';
import { isAccessible } from '../path-access.ts';
import { writeAtomically } from './atomic-file.ts';
import type { DataDirectory } from './data-directory.ts';

/** How to get into the demonstration account that `bootstrap` made. */
export type Demonstration = {
  readonly accountName: string;
  readonly apiKey: string;
  readonly user: string;
  readonly password: string;
};

/** What this data folder must not lose and nobody else may see. */
export type Secrets = {
  readonly ownerPassword: string;
  readonly appPassword: string;
  /** Key of the HMAC over contacts: without it no duplicate of an earlier lead would be known. */
  readonly contactKeySecret: string;
  readonly demonstration?: Demonstration;
};

/**
 * The secrets of a data folder, made at its first start and kept in `secrets.json`, mode 600. Throws a
 * {@link Failure} when the database is there and they are not.
 */
export async function openSecrets(data: DataDirectory): Promise<Secrets> {
  const text = await readFile(data.secrets, 'utf8').catch(() => undefined);
  if (text !== undefined) return parse(text, data);
  if (await isAccessible(join(data.postgres, 'cluster'))) throw lost(data, 'is gone');
  const secrets: Secrets = {
    ownerPassword: randomBytes(24).toString('hex'),
    appPassword: randomBytes(24).toString('hex'),
    contactKeySecret: randomBytes(32).toString('hex'),
  };
  await writeSecrets(data, secrets);
  return secrets;
}

/** Puts other secrets in the place of those kept. */
export async function writeSecrets(data: DataDirectory, secrets: Secrets): Promise<void> {
  await writeAtomically(data.secrets, `${JSON.stringify(secrets, null, 2)}\n`);
}

const hexadecimal = /^[0-9a-f]{48,}$/;

function parse(text: string, data: DataDirectory): Secrets {
  let value: Partial<Secrets> | null;
  try {
    value = JSON.parse(text) as Partial<Secrets> | null;
  } catch {
    throw lost(data, 'is not JSON');
  }
  const { ownerPassword, appPassword, contactKeySecret } = value ?? {};
  for (const [name, secret] of Object.entries({ ownerPassword, appPassword, contactKeySecret })) {
    if (typeof secret !== 'string' || !hexadecimal.test(secret)) throw lost(data, `lacks ${name}`);
  }
  return value as Secrets;
}

function lost(data: DataDirectory, what: string): Failure {
  return new Failure({
    code: 'secrets_lost',
    exit: 'refused',
    message: `the database is there, but the file of its secrets ${what}`,
    facts: { secrets: data.secrets },
    next: 'put the file back from a copy, or begin anew with --reset',
  });
}
