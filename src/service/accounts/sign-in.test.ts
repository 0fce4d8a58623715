import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { v7 } from 'uuid';
import { memoryCache } from '../connections/cache-memory.ts';
import { connectPostgres } from '../connections/postgres.ts';
import { openSessions, type Sessions } from './session.ts';
import { openSignIn } from './sign-in.ts';
import { openTestAccounts, type TestAccounts } from './test-accounts.ts';
import { addUser } from './user.ts';

const password = 'correct horse battery';

describe('signing in', () => {
  let test: TestAccounts;
  let sessions: Sessions;
  let email: string;
  let account: string;
  before(async () => {
    test = await openTestAccounts();
    sessions = openSessions(test.postgres, memoryCache());
    const maker = await test.make();
    ({ account } = maker);
    email = `${v7()}@example.com`;
    const added = await addUser(test.postgres, maker, { email, name: 'Ada', role: 'operator', password });
    assert.equal(added.kind, 'added');
  });
  after(() => test.close());

  const open = () => {
    let now = 0;
    const signIn = openSignIn(test.postgres, sessions, () => now);
    let addresses = 0;
    return {
      signIn: (attempt: { email?: string; password?: string; address?: string }) =>
        signIn({ email, password, address: `10.0.${(addresses += 1)}.1`, ...attempt }),
      pass: (seconds: number) => {
        now += seconds * 1_000;
      },
    };
  };

  it('takes an address in any letter case with its password, and gives a session', async () => {
    const door = open();
    const signedIn = await door.signIn({ email: `  ${email.toUpperCase()} ` });
    assert.ok(signedIn.kind === 'signed_in');
    assert.equal(signedIn.session.account, account);
    assert.deepEqual(await sessions.find(signedIn.token), signedIn.session);
  });

  it('answers alike whether the address or the password is wrong, after as much work', async () => {
    const door = open();
    const attempts = {
      password: { password: 'wrong horse battery' },
      address: { email: `${v7()}@example.com` },
      empty: { email: '', password: '' },
      unkept: { email: 'a\0@example.com' },
    };
    const work: number[] = [];
    for (const [what, attempt] of Object.entries(attempts)) {
      const before = process.cpuUsage();
      assert.deepEqual(await door.signIn(attempt), { kind: 'refused' }, what);
      const { user, system } = process.cpuUsage(before);
      work.push(user + system);
    }
    assert.ok(Math.max(...work) < 2 * Math.min(...work), `${work.join(', ')} µs`);
  });

  it('hears five of fifty wrong guesses at once, and then not even the right password for a while', async () => {
    const door = open();
    const guesses = await Promise.all(Array.from({ length: 50 }, (_, turn) => door.signIn({ password: `guess ${turn}` })));
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
    const door = open();
    const flood = Array.from({ length: 80 }, () => door.signIn({ email: `${v7()}@example.com` }));
    const answers = await Promise.all(flood);
    const throttled = answers.filter(({ kind }) => kind === 'throttled').length;
    assert.ok(throttled > 0 && throttled <= 40, `${throttled} of 80`);
  });

  it('holds nothing against a person when the database is away', async () => {
    const away = connectPostgres('postgres://nobody@127.0.0.1:1/nothing', 'test', 1);
    const signIn = openSignIn(away, sessions);
    for (let time = 0; time < 8; time += 1) {
      await assert.rejects(signIn({ email, password, address: '10.0.0.1' }), /ECONNREFUSED/);
    }
    await away.close();
  });
});
