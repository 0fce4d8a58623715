import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { v7 } from 'uuid';
import { memoryCache } from '../connections/cache-memory.ts';
import type { Maker } from './audit.ts';
import { permissionsOfRole } from './permission.ts';
import { openSessions, type Sessions } from './session.ts';
import { openTestAccounts, type TestAccounts } from './test-accounts.ts';
import { patchUser, removeUser } from './user-change.ts';
import { addUser, listUsers, type UserView } from './user.ts';

describe('users', () => {
  let test: TestAccounts;
  let sessions: Sessions;
  before(async () => {
    test = await openTestAccounts();
    sessions = openSessions(test.postgres, memoryCache());
  });
  after(() => test.close());

  it('are added and listed, newest first, page by page, of one account', async () => {
    const [maker, other] = [await test.make(), await test.make()];
    const wanted = {
      email: ' Ada@Example.COM ',
      name: 'Ada',
      role: 'admin',
      password: 'twelve letters',
    } as const;
    const added = await addUser(test.postgres, maker, wanted);
    assert.ok(added.kind === 'added');
    assert.partialDeepStrictEqual(added.user, { email: 'ada@example.com', name: 'Ada', role: 'admin' });
    assert.deepEqual(Object.keys(added.user).toSorted(), ['createdAt', 'email', 'id', 'name', 'role']);
    const [second, third] = [await test.addUser(maker, 'operator'), await test.addUser(maker, 'viewer')];
    await test.addUser(other, 'admin');
    const ids = (users: readonly UserView[]) => users.map(({ id }) => id);
    assert.deepEqual(ids(await listUsers(test.postgres, maker.account, 2)), [third.id, second.id]);
    assert.deepEqual(await listUsers(test.postgres, maker.account, 2, second.id), [added.user]);
  });

  it('have an address of their own, in the whole shard and whatever the letter case', async () => {
    const [maker, other] = [await test.make(), await test.make()];
    const add = (maker: Maker, email: string) =>
      addUser(test.postgres, maker, { email, name: 'Grace', role: 'viewer', password: 'twelve letters' });
    const results = await Promise.all([add(maker, 'Grace@example.com'), add(other, 'grace@EXAMPLE.com')]);
    assert.deepEqual(results.map(({ kind }) => kind).toSorted(), ['added', 'email_taken']);
    assert.deepEqual(await add(maker, ' GRACE@example.com'), { kind: 'email_taken' });
  });

  it('may do no more than whoever lets them in, nor be made to', async () => {
    const owner = await test.make();
    const [admin, viewer] = [await test.addUser(owner, 'admin'), await test.addUser(owner, 'viewer')];
    const few: Maker = { ...owner, permissions: new Set(['users:manage', ...permissionsOfRole.viewer]) };
    const wanted = { email: `${v7()}@example.com`, name: 'N', password: 'x'.repeat(12) };
    const beyond = { kind: 'beyond_own', role: 'admin' };
    assert.deepEqual(await addUser(test.postgres, few, { ...wanted, role: 'admin' }), beyond);
    assert.deepEqual(await patchUser(test.postgres, sessions, few, viewer.id, { role: 'admin' }), beyond);
    assert.deepEqual(
      await patchUser(test.postgres, sessions, few, admin.id, { password: 'x'.repeat(12) }),
      beyond,
    );
    const both = { role: 'viewer', password: 'x'.repeat(12) } as const;
    assert.deepEqual(await patchUser(test.postgres, sessions, few, admin.id, both), beyond);
    assert.equal((await addUser(test.postgres, few, { ...wanted, role: 'viewer' })).kind, 'added');
    assert.equal(
      (await patchUser(test.postgres, sessions, few, admin.id, { name: 'Renamed' })).kind,
      'changed',
    );
  });

  it('are changed as far as is asked, and the audit holds no personal data', async () => {
    const maker = await test.make();
    const user = await test.addUser(maker, 'admin', { email: 'eve@example.com' });
    const changed = await patchUser(test.postgres, sessions, maker, user.id, {
      name: 'Eve',
      password: 'a new secret',
    });
    assert.ok(changed.kind === 'changed');
    const { id, email, role, createdAt } = user;
    assert.deepEqual(changed.user, { id, email, name: 'Eve', role, createdAt });
    assert.deepEqual(await patchUser(test.postgres, sessions, maker, v7(), { name: 'x' }), {
      kind: 'unknown',
    });
    const audit = await test.audit(maker.account);
    assert.deepEqual(audit, [
      { actor: maker.actor, action: 'user.created', target: user.id, detail: null },
      {
        actor: maker.actor,
        action: 'user.changed',
        target: user.id,
        detail: { fields: ['name', 'password'] },
      },
    ]);
  });

  it('of another account are nobody', async () => {
    const [maker, other] = [await test.make(), await test.make()];
    const [, user] = [await test.addUser(maker, 'admin'), await test.addUser(maker, 'viewer')];
    assert.deepEqual(await patchUser(test.postgres, sessions, other, user.id, { name: 'x' }), {
      kind: 'unknown',
    });
    assert.deepEqual(await removeUser(test.postgres, sessions, other, user.id), { kind: 'unknown' });
    assert.equal((await listUsers(test.postgres, maker.account, 10)).length, 2);
  });

  it('are removed for good, and their address is free again', async () => {
    const maker = await test.make();
    await test.addUser(maker, 'admin');
    const user = await test.addUser(maker, 'operator', { email: 'bob@example.com' });
    assert.deepEqual(await removeUser(test.postgres, sessions, maker, user.id), { kind: 'removed' });
    assert.deepEqual(await removeUser(test.postgres, sessions, maker, user.id), { kind: 'unknown' });
    assert.notEqual((await test.addUser(maker, 'operator', { email: 'bob@example.com' })).id, user.id);
  });

  it('keep one administrator, who is neither removed nor demoted', async () => {
    const maker = await test.make();
    const admin = await test.addUser(maker, 'admin');
    await test.addUser(maker, 'operator');
    const last = { kind: 'last_admin' };
    assert.deepEqual(await removeUser(test.postgres, sessions, maker, admin.id), last);
    assert.deepEqual(await patchUser(test.postgres, sessions, maker, admin.id, { role: 'viewer' }), last);
    assert.equal(
      (await patchUser(test.postgres, sessions, maker, admin.id, { role: 'admin', name: 'Still' })).kind,
      'changed',
    );
  });

  it('keep one administrator when several remove and demote one another at once', async () => {
    for (let round = 0; round < 5; round += 1) {
      const maker = await test.make();
      const admins = [];
      for (let count = 0; count < 4; count += 1) admins.push(await test.addUser(maker, 'admin'));
      const results = await Promise.all(
        admins.map(({ id }, turn) =>
          turn % 2 === 0
            ? removeUser(test.postgres, sessions, maker, id)
            : patchUser(test.postgres, sessions, maker, id, { role: 'viewer' }),
        ),
      );
      assert.equal(results.filter(({ kind }) => kind === 'last_admin').length, 1);
      const left = await listUsers(test.postgres, maker.account, 10);
      assert.equal(left.filter(({ role }) => role === 'admin').length, 1);
    }
  });
});
