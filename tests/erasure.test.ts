import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { promisify } from 'node:util';
import { root, startMidcoast, type RunningMidcoast } from './running-midcoast.ts';

/** Nothing else in the world is written so. */
const planted = ['Xyloquartz', 'vexillographer', 'quizzaciously'];

const person = {
  source: 'Web',
  firstName: planted[0],
  lastName: planted[1],
  email: `${planted[2]}@erase.example`,
  phone: '+1 202 555 0177',
  company: `${planted[0]} Ltd`,
  consent: { text: `I, ${planted[1]}, agree`, evidenceUrl: `https://proof.example/${planted[2]}` },
  attributes: { note: planted.join(' ') },
};

async function ask(
  midcoast: RunningMidcoast,
  method: string,
  path: string,
  body?: unknown,
): Promise<Response> {
  return fetch(new URL(path, midcoast.url), {
    method,
    headers: {
      authorization: `Bearer ${midcoast.apiKey}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

/** Every file that Midcoast wrote for people: logs of all processes, and what was exported. */
async function filesOf(midcoast: RunningMidcoast, folder: string): Promise<Map<string, string>> {
  const texts = new Map<string, string>();
  for (const place of [join(midcoast.dataDir, 'logs'), folder]) {
    for (const name of await readdir(place))
      texts.set(join(place, name), await readFile(join(place, name), 'utf8'));
  }
  return texts;
}

describe('a person who is erased', () => {
  it('is in no log and no exported file, and was in none before', { timeout: 120_000 }, async () => {
    await using midcoast = await startMidcoast();
    const folder = await mkdtemp(join(tmpdir(), 'midcoast-erasure-'));
    try {
      const lead = (await (await ask(midcoast, 'POST', '/v1/leads', person)).json()) as { id: string };
      assert.equal((await ask(midcoast, 'POST', '/v1/leads', { ...person, email: planted[0] })).status, 200);
      assert.equal(
        (await ask(midcoast, 'POST', '/v1/leads', { ...person, source: '', [planted[2] ?? '']: 1 })).status,
        422,
      );
      assert.equal((await ask(midcoast, 'GET', `/v1/leads?q=${planted[0]}`)).status, 200);
      const csv = join(folder, 'given.csv');
      await writeFile(
        csv,
        `Email,Name,Phone\n${person.email},${planted[0]},\n${planted[1]},"${planted[2]}\nno,${planted[0]},\n`,
      );
      const imported = promisify(execFile)(
        join(root, 'midcoast'),
        ['import', csv, '--url', midcoast.url, '--verdicts', join(folder, 'v.csv')],
        {
          cwd: folder,
          env: { ...process.env, MIDCOAST_API_KEY: midcoast.apiKey },
        },
      );
      assert.match((await imported).stdout, /duplicate +1/);
      await rm(csv);
      const erased = await ask(midcoast, 'POST', '/v1/erasures', { kind: 'email', value: person.email });
      assert.equal(erased.status, 201);
      const after = (await (await ask(midcoast, 'GET', `/v1/leads/${lead.id}`)).json()) as Record<
        string,
        unknown
      >;
      assert.deepEqual(
        [after['firstName'], after['attributes'], typeof after['erasedAt']],
        [null, {}, 'string'],
      );

      const texts = await filesOf(midcoast, folder);
      assert.ok(texts.size >= 3, `only ${[...texts.keys()].join(', ')} were searched`);
      for (const [path, text] of texts) {
        for (const word of [...planted, '2025550177'])
          assert.ok(!text.toLowerCase().includes(word.toLowerCase()), `${word} stands in ${path}`);
      }
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});
