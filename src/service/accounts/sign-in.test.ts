import assert from 'node:assert/strict';
import { scryptSync } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { v7 } from 'uuid';
import { memoryCache } from '../connections/cache-memory.ts';
import { connectPostgres } from '../connections/postgres.ts';
import { hashPassword } from './password.ts';
import { openSessions, type Sessions } from './session.ts';
import { openSignIn } from './sign-in.ts';
import { openTestAccounts, type TestAccounts } from './test-accounts.ts';

const password = 'correct horse battery';

describe('signing in', () => {
  let test: TestAccounts;
  let sessions: Sessions;
  /** Her hash has the cost of ours; his is cheap, where only the outcome matters. */
  let [her, his] = ['', ''];
  let account: string;
  before(async () => {
    test = await openTestAccounts();
    sessions = openSessions(test.postgres, memoryCache());
    const maker = await test.make();
    ({ account } = maker);
    her = (await test.addUser(maker, 'operator', { passwordHash: await hashPassword(password) })).email;
    his = (await test.addUser(maker, 'operator', { passwordHash: cheapHash(password) })).email;
  });
  after(() => test.close());

  const open = () => {
    let now = 0;
    const signIn = openSignIn(test.postgres, sessions, () => now);
    let addresses = 0;
    return {
      signIn: (attempt: { email?: string; password?: string; address?: string }) =>
        signIn({ email: his, password, address: `10.0.${(addresses += 1)}.1`, ...attempt }),
      pass: (seconds: number) => {
        now += seconds * 1_000;
      },
    };
  };

  it('takes an address in any letter case with its password, and gives a session', async () => {
    const door = open();
    const signedIn = await door.signIn({ email: `  ${her.toUpperCase()} ` });
    assert.ok(signedIn.kind === 'signed_in');
    assert.equal(signedIn.session.account, account);
    assert.deepEqual(await sessions.find(signedIn.token), signedIn.session);
  });

  it('answers alike whether the address or the password is wrong, after as much work', async () => {
    const door = open();
    const attempts = {
      password: { email: her, password: 'wrong horse battery' },
      address: { email: `${v7()}@example.com` },
      empty: { email: '', password: '' },
      unkept: { email: 'a\0@example.com' },
    };
    const work = new Map<string, number>();
    // The least of several: what else runs beside makes each slower, none faster.
    for (let turn = 0; turn < 4; turn += 1) {
      for (const [what, attempt] of Object.entries(attempts)) {
        const before = process.cpuUsage();
        assert.deepEqual(await door.signIn(attempt), { kind: 'refused' }, what);
        const { user, system } = process.cpuUsage(before);
        work.set(what, Math.min(work.get(what) ?? Infinity, user + system));
      }
    }
    const times = [...work.values()];
    assert.ok(Math.max(...times) < 2 * Math.min(...times), `${times.join(', ')} µs`);
  });

  it('hears five of fifty wrong guesses at once, and then not even the right password for a while', async () => {
    const door = open();
    const guesses = await Promise.all(
      Array.from({ length: 50 }, (_, turn) => door.signIn({ password: `guess ${turn}` })),
    );
    assert.equal(guesses.filter(({ kind }) => kind === 'refused').length, 5);
    assert.equal(guesses.filter(({ kind }) => kind === 'throttled').length, 45);
    assert.deepEqual(await door.signIn({}), { kind: 'throttled', retryAfterSeconds: 30 });
    door.pass(30);
    assert.equal((await door.signIn({})).kind, 'signed_in');
    assert.equal((await door.signIn({})).kind, 'signed_in');
  });

  it('lets a person in as often as they like', async () => {
    const door = open();
    for (let time = 0; time < 7; time += 1) {
      assert.equal((await door.signIn({ address: '10.0.0.1' })).kind, 'signed_in');
    }
  });

  it('turns a flood away before it holds up everybody', async () => {
    const busy = connectPostgres(test.database.appUrl, 'test', 1);
    const client = await busy.pool.connect(); // Whoever comes now waits, until it gives up.
    const signIn = openSignIn(busy, sessions);
    const flood = Array.from({ length: 80 }, (_, turn) =>
      signIn({ email: `${turn}@example.com`, password, address: `10.0.${turn}.1` }),
    );
    const answers = await Promise.allSettled(flood);
    assert.equal(answers.filter(({ status }) => status === 'rejected').length, 20);
    const throttled = { status: 'fulfilled', value: { kind: 'throttled', retryAfterSeconds: 3 } };
    assert.deepEqual(
      answers.slice(20),
      Array.from({ length: 60 }, () => throttled),
    );
    client.release();
    assert.equal((await signIn({ email: his, password, address: '10.0.0.1' })).kind, 'signed_in');
    await busy.close();
  });

  it('holds nothing against a person when the database is away', async () => {
    const away = connectPostgres('postgres://nobody@127.0.0.1:1/nothing', 'test', 1);
    const signIn = openSignIn(away, sessions);
    for (let time = 0; time < 8; time += 1) {
      await assert.rejects(signIn({ email: his, password, address: '10.0.0.1' }), /ECONNREFUSED/);
    }
    await away.close();
  });
});

function cheapHash(password: string): string {
  const salt = Buffer.from('salt');
  const hash = scryptSync(password, salt, 32, { N: 2, r: 8, p: 1 });
  return `$scrypt$ln=1,r=8,p=1$${salt.toString('base64').replaceAll('=', '')}$${hash.toString('base64').replaceAll('=', '')}`;
}
