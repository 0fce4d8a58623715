import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import pg from 'pg';
import { memoryCache } from '../connections/cache-memory.ts';
import type { Cache } from '../connections/cache.ts';
import type { Maker } from './audit.ts';
import { permissionsOfRole, type Role } from './permission.ts';
import { openSessions, type Sessions } from './session.ts';
import { openTestAccounts, type TestAccounts } from './test-accounts.ts';
import { patchUser, removeUser } from './user-change.ts';

describe('sessions', () => {
  let test: TestAccounts;
  let superuser: pg.Client;
  let now = Date.now();
  let cache: Cache;
  let sessions: Sessions;
  before(async () => {
    test = await openTestAccounts();
    superuser = new pg.Client(test.database.superuserUrl);
    await superuser.connect();
    cache = memoryCache(() => now);
    sessions = openSessions(test.postgres, cache, () => now);
  });
  after(async () => {
    await superuser.end();
    await test.close();
  });

  async function start(maker: Maker, role: Role = 'operator') {
    const user = await test.addUser(maker, role);
    const started = await sessions.start(user);
    assert.ok(started !== undefined);
    return { ...started, user };
  }

  it('are found by their token, with what a request needs to know', async () => {
    const maker = await test.make();
    const { token, session, user } = await start(maker);
    assert.match(token, new RegExp(`^${maker.account}\\.[A-Za-z0-9_-]{43}$`));
    assert.match(session.csrfToken, /^[A-Za-z0-9_-]{43}$/);
    assert.partialDeepStrictEqual(session, { account: maker.account, userId: user.id, role: 'operator' });
    assert.deepEqual(await sessions.find(token), session);
    assert.deepEqual(await sessions.find(token), session, 'from the copy');
  });

  it('show the console who is signed in and what they may do', async () => {
    const maker = await test.make();
    const { session, user } = await start(maker, 'viewer');
    const view = await sessions.view(session);
    assert.partialDeepStrictEqual(view, {
      user: { id: user.id, role: 'viewer' },
      account: { id: maker.account, name: 'Test' },
      permissions: [...permissionsOfRole.viewer],
      csrfToken: session.csrfToken,
      expiresAt: session.expiresAt,
    });
  });

  it('are refused for a token that is wrong, of another account or none at all', async () => {
    const { token } = await start(await test.make());
    const other = await test.make();
    const last = token.endsWith('A') ? 'B' : 'A';
    const foreign = other.account + token.slice(36);
    for (const wrong of [
      token.slice(0, -1) + last,
      foreign,
      `${token}A`,
      token.slice(37),
      '',
      `${other.account}.`,
      '\0',
    ]) {
      assert.equal(await sessions.find(wrong), undefined, wrong);
    }
  });

  it('keep no token that could be used by whoever reads the database', async () => {
    const { token } = await start(await test.make());
    const { rows } = await superuser.query<{ row: string }>('select s::text as row from sessions s');
    assert.ok(rows.length > 0 && rows.every(({ row }) => !row.includes(token.slice(37))));
  });

  it('end twelve hours after they began, used or not, copied or not', async () => {
    const { token, session } = await start(await test.make());
    assert.equal(Date.parse(session.expiresAt), now + 12 * 3_600_000);
    now += 12 * 3_600_000 - 1_000;
    assert.ok(await sessions.find(token));
    now += 1_000;
    assert.equal(await sessions.find(token), undefined);
    assert.equal(await openSessions(test.postgres, memoryCache(), () => now).find(token), undefined);
  });

  it('outlive the cache, and a cache that is broken', async () => {
    const { token, session } = await start(await test.make());
    const lost = openSessions(test.postgres, memoryCache(), () => now);
    assert.deepEqual(await lost.find(token), session);
    const away = async () => Promise.reject(new Error('the cache is away'));
    const broken = openSessions(test.postgres, { ...cache, get: away, set: away, delete: away }, () => now);
    assert.deepEqual(await broken.find(token), session);
    await broken.end(token);
    assert.equal(await broken.find(token), undefined);
  });

  it('spare the database a look a request, for thirty seconds', async () => {
    const { token, session } = await start(await test.make());
    await sessions.find(token);
    await superuser.query('delete from sessions where user_id = $1', [session.userId]);
    now += 29_000;
    assert.ok(await sessions.find(token));
    now += 1_000;
    assert.equal(await sessions.find(token), undefined);
  });

  it('end at once by signing out, and only that one', async () => {
    const maker = await test.make();
    const { token, user } = await start(maker);
    const second = await sessions.start(user);
    await sessions.find(token);
    await sessions.end(token);
    assert.equal(await sessions.find(token), undefined);
    await sessions.end(token);
    await sessions.end('nonsense');
    assert.ok(await sessions.find(second?.token ?? ''));
    const actions = (await test.audit(maker.account)).map(({ action, target }) => [action, target]);
    assert.deepEqual(actions.slice(-3), [
      ['session.started', user.id],
      ['session.started', user.id],
      ['session.ended', user.id],
    ]);
  });

  it('stay ended when a reader that was overtaken puts its copy after', async () => {
    const { token } = await start(await test.make());
    const late: (() => void)[] = [];
    const set: Cache['set'] = async (...copy) => {
      await new Promise<void>((resolve) => late.push(resolve));
      await cache.set(...copy);
    };
    const slow = openSessions(test.postgres, { ...cache, set }, () => now);
    const reading = slow.find(token);
    while (late.length === 0) await new Promise(setImmediate);
    await slow.end(token);
    late.forEach((put) => put());
    await reading;
    assert.equal(await slow.find(token), undefined);
  });

  it('end at once when their person is removed or has a new password; a new role counts at once', async () => {
    const maker = await test.make();
    await test.addUser(maker, 'admin');
    const [removed, renewed, promoted] = [await start(maker), await start(maker), await start(maker)];
    for (const { token } of [removed, renewed, promoted]) assert.ok(await sessions.find(token));
    await removeUser(test.postgres, sessions, maker, removed.user.id);
    await patchUser(test.postgres, sessions, maker, renewed.user.id, { password: 'another secret' });
    await patchUser(test.postgres, sessions, maker, promoted.user.id, { role: 'admin' });
    assert.equal(await sessions.find(removed.token), undefined);
    assert.equal(await sessions.view(removed.session), undefined);
    assert.equal(await sessions.find(renewed.token), undefined);
    assert.equal((await sessions.find(promoted.token))?.role, 'admin');
    const { rowCount } = await superuser.query('select from sessions where user_id = any($1)', [
      [removed.user.id, renewed.user.id],
    ]);
    assert.equal(rowCount, 0);
  });

  it('do not start with a password that was changed meanwhile', async () => {
    const maker = await test.make();
    await test.addUser(maker, 'admin');
    for (let round = 0; round < 3; round += 1) {
      const user = await test.addUser(maker, 'operator');
      const [started] = await Promise.all([
        sessions.start(user),
        patchUser(test.postgres, sessions, maker, user.id, { password: 'another secret' }),
      ]);
      if (started !== undefined) assert.equal(await sessions.find(started.token), undefined);
      assert.equal(await sessions.start(user), undefined);
    }
  });
});
