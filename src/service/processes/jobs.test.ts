import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { after, before, describe, it } from 'node:test';
import { openTestDatabase, type TestDatabase } from '../connections/test-database.ts';

const main = fileURLToPath(new URL('../main.ts', import.meta.url));

type Ended = { readonly code: number; readonly out: string; readonly err: string };

describe('jobs', () => {
  let database: TestDatabase;
  before(async () => {
    database = await openTestDatabase();
  });
  after(() => database.drop());

  const run = (job: string, more: NodeJS.ProcessEnv = {}) =>
    new Promise<Ended>((resolve) => {
      const env = {
        MIDCOAST_DATABASE_URL: database.appUrl,
        MIDCOAST_OWNER_DATABASE_URL: database.ownerUrl,
        ...more,
      };
      execFile(process.execPath, [main, job], { env }, (error, out, err) =>
        resolve({ code: typeof error?.code === 'number' ? error.code : error === null ? 0 : -1, out, err }),
      );
    });

  it('bootstrap writes how to get in as its one line, the second time that there is an account', async () => {
    const wish = {
      MIDCOAST_BOOTSTRAP_ACCOUNT: ' Leads & Söhne ',
      MIDCOAST_BOOTSTRAP_USER: 'Boss@example.com',
    };
    const first = await run('bootstrap', wish);
    assert.equal(first.code, 0, first.err);
    const made = JSON.parse(first.out) as Record<string, string>;
    assert.deepEqual(Object.keys(made), ['accountId', 'accountName', 'apiKey', 'user', 'password']);
    assert.partialDeepStrictEqual(made, { accountName: 'Leads & Söhne', user: 'boss@example.com' });
    assert.ok(
      !first.err.includes(made['password'] ?? '') && !first.err.includes(made['apiKey'] ?? ''),
      'the log has no secret',
    );
    const second = await run('bootstrap', wish);
    assert.deepEqual([second.code, second.out], [0, '{"exists":true}\n'], second.err);
  });

  it('migrate makes nothing where the roles can sign in, whoever could make them', async () => {
    const migrated = await run('migrate', { MIDCOAST_ADMIN_DATABASE_URL: database.superuserUrl });
    assert.equal(migrated.code, 0, migrated.err);
    assert.partialDeepStrictEqual(JSON.parse(migrated.out), { process: 'migrate', ran: [] });
  });

  it('migrate and maintain change nothing where all is done, and say so in their log', async () => {
    const migrated = await run('migrate');
    assert.equal(migrated.code, 0, migrated.err);
    assert.partialDeepStrictEqual(JSON.parse(migrated.out), { process: 'migrate', ran: [] });
    const maintained = await run('maintain');
    assert.equal(maintained.code, 0, maintained.err);
    assert.partialDeepStrictEqual(JSON.parse(maintained.out), {
      process: 'maintain',
      gone: [],
      importsEnded: 0,
      importsGone: 0,
    });
  });

  it('end with 1 and the reason when the database does not answer', async () => {
    const away = 'postgres://nobody:secret@127.0.0.1:1/nothing';
    for (const job of ['migrate', 'maintain', 'bootstrap']) {
      const ended = await run(job, { MIDCOAST_DATABASE_URL: away, MIDCOAST_OWNER_DATABASE_URL: away });
      assert.equal(ended.code, 1, job);
      assert.match(ended.err, /ECONNREFUSED 127\.0\.0\.1:1/);
      assert.ok(!ended.err.includes('secret'), 'no password in the reason');
    }
  });
});
