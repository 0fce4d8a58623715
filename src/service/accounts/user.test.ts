import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { v7 } from 'uuid';
import { memoryCache } from '../connections/cache-memory.ts';
import type { Maker } from './audit.ts';
import { permissionsOfRole, type Role } from './permission.ts';
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

  async function add(maker: Maker, role: Role, email = `${v7()}@example.com`): Promise<UserView> {
    const added = await addUser(test.postgres, maker, { email, name: 'Ada', role, password: 'twelve letters' });
    assert.ok(added.kind === 'added');
    return added.user;
  }

  it('are added and listed, newest first, page by page, of one account', async () => {
    const [maker, other] = [await test.make(), await test.make()];
    const added = [await add(maker, 'admin', ' Ada@Example.COM '), await add(maker, 'operator'), await add(maker, 'viewer')];
    await add(other, 'admin');
    assert.equal(added[0]?.email, 'ada@example.com');
    assert.deepEqual(await listUsers(test.postgres, maker.account, 2), [added[2], added[1]]);
    assert.deepEqual(await listUsers(test.postgres, maker.account, 2, added[1]?.id), [added[0]]);
    assert.deepEqual(Object.keys(added[0] ?? {}).toSorted(), ['createdAt', 'email', 'id', 'name', 'role']);
  });

  it('have an address of their own, in the whole shard and whatever the letter case', async () => {
    const [maker, other] = [await test.make(), await test.make()];
    await add(maker, 'admin', 'Grace@example.com');
    for (const [who, email] of [[maker, 'grace@EXAMPLE.com'], [other, 'GRACE@example.com']] as const) {
      const again = await addUser(test.postgres, who, { email, name: 'G', role: 'admin', password: 'x'.repeat(12) });
      assert.deepEqual(again, { kind: 'email_taken' });
    }
    assert.deepEqual(await listUsers(test.postgres, other.account, 10), []);
    const results = await Promise.all(
      [maker, other, maker, other].map((who) =>
        addUser(test.postgres, who, { email: 'race@example.com', name: 'R', role: 'viewer', password: 'x'.repeat(12) }),
      ),
    );
    assert.deepEqual(results.map(({ kind }) => kind).toSorted(), ['added', 'email_taken', 'email_taken', 'email_taken']);
  });

  it('may do no more than whoever lets them in, nor be made to', async () => {
    const owner = await test.make();
    const [admin, viewer] = [await add(owner, 'admin'), await add(owner, 'viewer')];
    const few: Maker = { ...owner, permissions: new Set(['users:manage', ...permissionsOfRole.viewer]) };
    const wanted = { email: `${v7()}@example.com`, name: 'N', password: 'x'.repeat(12) };
    const beyond = { kind: 'beyond_own', role: 'admin' };
    assert.deepEqual(await addUser(test.postgres, few, { ...wanted, role: 'admin' }), beyond);
    assert.deepEqual(await patchUser(test.postgres, sessions, few, viewer.id, { role: 'admin' }), beyond);
    assert.deepEqual(await patchUser(test.postgres, sessions, few, admin.id, { password: 'x'.repeat(12) }), beyond);
    const both = { role: 'viewer', password: 'x'.repeat(12) } as const;
    assert.deepEqual(await patchUser(test.postgres, sessions, few, admin.id, both), beyond);
    assert.equal((await addUser(test.postgres, few, { ...wanted, role: 'viewer' })).kind, 'added');
    assert.equal((await patchUser(test.postgres, sessions, few, admin.id, { name: 'Renamed' })).kind, 'changed');
  });

  it('are changed as far as is asked, and the audit holds no personal data', async () => {
    const maker = await test.make();
    const user = await add(maker, 'admin', 'eve@example.com');
    const changed = await patchUser(test.postgres, sessions, maker, user.id, { name: 'Eve', password: 'a new secret' });
    assert.deepEqual(changed, { kind: 'changed', user: { ...user, name: 'Eve' } });
    assert.deepEqual(await patchUser(test.postgres, sessions, maker, v7(), { name: 'x' }), { kind: 'unknown' });
    const audit = await test.audit(maker.account);
    assert.deepEqual(audit, [
      { actor: maker.actor, action: 'user.created', target: user.id, detail: null },
      { actor: maker.actor, action: 'user.changed', target: user.id, detail: { fields: ['name', 'password'] } },
    ]);
  });

  it('of another account are nobody', async () => {
    const [maker, other] = [await test.make(), await test.make()];
    const [, user] = [await add(maker, 'admin'), await add(maker, 'viewer')];
    assert.deepEqual(await patchUser(test.postgres, sessions, other, user.id, { name: 'x' }), { kind: 'unknown' });
    assert.deepEqual(await removeUser(test.postgres, sessions, other, user.id), { kind: 'unknown' });
    assert.equal((await listUsers(test.postgres, maker.account, 10)).length, 2);
  });

  it('are removed for good, and their address is free again', async () => {
    const maker = await test.make();
    await add(maker, 'admin');
    const user = await add(maker, 'operator', 'bob@example.com');
    assert.deepEqual(await removeUser(test.postgres, sessions, maker, user.id), { kind: 'removed' });
    assert.deepEqual(await removeUser(test.postgres, sessions, maker, user.id), { kind: 'unknown' });
    assert.notEqual((await add(maker, 'operator', 'bob@example.com')).id, user.id);
  });

  it('keep one administrator, who is neither removed nor demoted', async () => {
    const maker = await test.make();
    const admin = await add(maker, 'admin');
    await add(maker, 'operator');
    const last = { kind: 'last_admin' };
    assert.deepEqual(await removeUser(test.postgres, sessions, maker, admin.id), last);
    assert.deepEqual(await patchUser(test.postgres, sessions, maker, admin.id, { role: 'viewer' }), last);
    assert.equal((await patchUser(test.postgres, sessions, maker, admin.id, { role: 'admin', name: 'Still' })).kind, 'changed');
  });

  it('keep one administrator when several remove and demote one another at once', async () => {
    for (let round = 0; round < 5; round += 1) {
      const maker = await test.make();
      const admins = [];
      for (let count = 0; count < 4; count += 1) admins.push(await add(maker, 'admin'));
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
