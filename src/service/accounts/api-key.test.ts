import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import pg from 'pg';
import { v7 } from 'uuid';
import type { Postgres } from '../connections/postgres.ts';
import { openApiKeys, type ApiKeys } from './api-key.ts';
import type { Maker } from './audit.ts';
import { openTestAccounts, type TestAccounts } from './test-accounts.ts';

/** The same pool, whose first transaction stands still before its commit until it may go on. */
function slowToCommit(postgres: Postgres) {
  const [reached, gate] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const connect = async () => {
    const client = await postgres.pool.connect();
    if (first) hold(client);
    first = false;
    return client;
  };
  let first = true;
  const hold = (client: pg.PoolClient) => {
    const query = client.query.bind(client) as (...given: unknown[]) => Promise<unknown>;
    const held = async (...given: unknown[]) => {
      if (given[0] === 'commit') {
        reached.resolve();
        await gate.promise;
        client.query = query as typeof client.query;
      }
      return query(...given);
    };
    client.query = held as typeof client.query;
  };
  const pool = Object.create(postgres.pool, { connect: { value: connect } }) as pg.Pool;
  return { postgres: { ...postgres, pool }, reached: reached.promise, goOn: gate.resolve };
}

describe('API keys', () => {
  let test: TestAccounts;
  let superuser: pg.Client;
  let now = 0;
  let keys: ApiKeys;
  before(async () => {
    test = await openTestAccounts();
    superuser = new pg.Client(test.database.superuserUrl);
    await superuser.connect();
    keys = openApiKeys(test.postgres, () => now);
  });
  after(async () => {
    await superuser.end();
    await test.close();
  });

  async function make(maker: Maker, name = 'key') {
    const made = await keys.create(maker, { name, scopes: ['leads:write'], ratePerSecond: 7 });
    assert.ok(made.kind === 'made');
    return made;
  }

  it('let in whoever holds them, as far as they reach', async () => {
    const maker = await test.make();
    const { key, apiKey } = await make(maker);
    assert.match(apiKey, /^mc_[0-9a-f]{32}_[A-Za-z0-9_-]{43}$/);
    assert.deepEqual(await keys.authenticate(apiKey), {
      account: maker.account,
      keyId: key.id,
      scopes: new Set(['leads:write']),
      ratePerSecond: 7,
    });
  });

  it('are nowhere in the database, nor shown again', async () => {
    const { key, apiKey } = await make(await test.make());
    const { rows } = await superuser.query<{ row: string }>(
      'select k::text as row from api_keys k where id = $1',
      [key.id],
    );
    assert.ok(!rows[0]?.row.includes(apiKey.slice(-37)), 'all of the secret but what tells keys apart');
    assert.equal(key.prefix, `mc_${apiKey.slice(3, 7)}…${apiKey.slice(35, 42)}`);
  });

  it('are refused when they are wrong in one character, of another account or no key at all', async () => {
    const [maker, other] = [await test.make(), await test.make()];
    const { apiKey } = await make(maker);
    const last = apiKey.endsWith('A') ? 'B' : 'A';
    const foreign = apiKey.replace(maker.account.replaceAll('-', ''), other.account.replaceAll('-', ''));
    for (const wrong of [
      apiKey.slice(0, -1) + last,
      foreign,
      `${apiKey}A`,
      apiKey.toUpperCase(),
      '',
      'mc_',
      `mc_${'0'.repeat(32)}_${'\0'.repeat(43)}`,
    ]) {
      assert.equal(await keys.authenticate(wrong), undefined, wrong);
    }
  });

  it('are listed newest first, those that work, page by page, of one account', async () => {
    const maker = await test.make();
    await make(await test.make());
    const made = [];
    for (const name of ['a', 'b', 'c', 'd']) made.push((await make(maker, name)).key);
    await keys.revoke(maker, made[1]?.id ?? '');
    assert.deepEqual(
      (await keys.list(maker.account, 2)).map(({ name }) => name),
      ['d', 'c'],
    );
    assert.deepEqual(await keys.list(maker.account, 2, made[2]?.id), [made[0]]);
  });

  it('reach no further than whoever makes them', async () => {
    const maker = await test.make(['keys:manage', 'leads:read']);
    const beyond = await keys.create(maker, {
      name: 'more',
      scopes: ['leads:read', 'leads:erase', 'accounts:create'],
    });
    assert.deepEqual(beyond, { kind: 'beyond_own', scopes: ['leads:erase', 'accounts:create'] });
    assert.deepEqual(await keys.list(maker.account, 10), []);
    assert.equal((await keys.create(maker, { name: 'as much', scopes: ['leads:read'] })).kind, 'made');
  });

  it('stop at once when they are revoked', async () => {
    const maker = await test.make();
    const { key, apiKey } = await make(maker);
    assert.ok(await keys.authenticate(apiKey));
    assert.equal(await keys.revoke(maker, key.id), true);
    assert.equal(await keys.authenticate(apiKey), undefined);
  });

  it('stay revoked when a request that was overtaken has read them before', async () => {
    const maker = await test.make();
    const { key, apiKey } = await make(maker);
    const slow = slowToCommit(test.postgres);
    const overtaken = openApiKeys(slow.postgres);
    const entering = overtaken.authenticate(apiKey);
    await slow.reached;
    assert.equal(await overtaken.revoke(maker, key.id), true);
    assert.equal(await overtaken.authenticate(apiKey), undefined);
    slow.goOn();
    assert.equal((await entering)?.keyId, key.id, 'it came before');
    assert.equal(await overtaken.authenticate(apiKey), undefined);
  });

  it('are revoked by their own account, once', async () => {
    const [maker, other] = [await test.make(), await test.make()];
    const { key, apiKey } = await make(maker);
    assert.equal(await keys.revoke(other, key.id), false);
    assert.equal((await keys.authenticate(apiKey))?.keyId, key.id);
    assert.equal(await keys.revoke(maker, key.id), true);
    assert.equal(await keys.revoke(maker, key.id), false);
    assert.equal(await keys.revoke(maker, v7()), false);
    assert.deepEqual(
      (await test.audit(maker.account)).map(({ action, target }) => [action, target]),
      [
        ['api_key.created', key.id],
        ['api_key.revoked', key.id],
      ],
    );
    assert.deepEqual(await test.audit(other.account), []);
  });

  it('stop within five seconds when another process revokes them', async () => {
    const maker = await test.make();
    const { key, apiKey } = await make(maker);
    assert.ok(await keys.authenticate(apiKey));
    await openApiKeys(test.postgres).revoke(maker, key.id);
    now += 4_999;
    assert.ok(await keys.authenticate(apiKey), 'still taken on trust: no look into the database a request');
    now += 1;
    assert.equal(await keys.authenticate(apiKey), undefined);
  });

  it('remember their last use, to the minute', async () => {
    const maker = await test.make();
    const { key, apiKey } = await make(maker);
    assert.equal(key.lastUsedAt, null);
    const lastUse = async () => {
      await keys.authenticate(apiKey);
      await keys.idle();
      now += 5_000;
      return (await keys.list(maker.account, 1))[0]?.lastUsedAt;
    };
    const first = await lastUse();
    assert.ok(first !== null && first !== undefined);
    assert.equal(await lastUse(), first);
    await superuser.query(
      "update api_keys set last_used_at = last_used_at - interval '61 seconds' where id = $1",
      [key.id],
    );
    const second = await lastUse();
    assert.ok(second !== null && second !== undefined && second >= first);
  });
});
