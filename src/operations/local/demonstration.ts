import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { request } from 'node:http';
import { pipeline } from 'node:stream/promises';
import type { DataDirectory } from './data-directory.ts';
import { writeSecrets, type Demonstration, type Secrets } from './secrets.ts';
import { runJob, type LocalService } from './service-process.ts';

/**
 * Lets `bootstrap` make the first account, if this database has none yet, and keeps how to get into it with
 * the other secrets. Undefined when there was an account before.
 */
export async function makeDemonstration(
  kept: { readonly data: DataDirectory; readonly secrets: Secrets },
  service: LocalService,
  signal: AbortSignal,
): Promise<Demonstration | undefined> {
  const [line = '{}'] = await runJob('bootstrap', service, signal);
  const { exists, accountName, apiKey, user, password } = JSON.parse(line) as Demonstration & {
    exists?: true;
  };
  if (exists === true) return undefined;
  const demonstration = { accountName, apiKey, user, password };
  await writeSecrets(kept.data, { ...kept.secrets, demonstration });
  return demonstration;
}

/**
 * Gives the example leads to the account through the same door as any import, and answers how many were
 * accepted. Undefined when there is no such file. Throws what went wrong on the way.
 */
export async function seedLeads(
  url: string,
  apiKey: string,
  file: string,
  signal: AbortSignal,
): Promise<number | undefined> {
  const found = await stat(file).catch(() => undefined);
  if (found === undefined) return undefined;
  const target = new URL('/v1/imports?name=leads.csv', url);
  const headers = {
    authorization: `Bearer ${apiKey}`,
    'content-type': 'text/csv',
    'content-length': found.size,
  };
  const call = request(target, { method: 'POST', headers, agent: false, signal });
  const answered = new Promise<{ status: number; body: string }>((resolve, reject) => {
    call.once('error', reject);
    call.once('response', (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (body += chunk));
      response.once('end', () => resolve({ status: response.statusCode ?? 0, body }));
      response.once('error', reject);
    });
  });
  const [{ status, body }] = await Promise.all([answered, pipeline(createReadStream(file), call)]);
  if (status !== 202)
    throw new Error(`the example leads were answered with ${status}: ${body.slice(0, 300)}`);
  return (JSON.parse(body) as { accepted: number }).accepted;
}
