import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import pg from 'pg';
import { prepareRoles, type RoleUrls } from './database-roles.ts';
import { migrate } from './migrations.ts';
import { openTestDatabase, type TestDatabase } from './test-database.ts';

const tag = randomUUID().slice(0, 8);
const [admin, owner, app] = ['admin', 'owner', 'app'].map((role) => `${role}_${tag}`) as [
  string,
  string,
  string,
];
const database = `fresh_${tag}`;

let test: TestDatabase;
let urls: RoleUrls;

function urlOf(role: string, password: string): string {
  const url = new URL(test.superuserUrl);
  return Object.assign(url, { pathname: `/${database}`, username: role, password }).href;
}

async function ask(url: string, text: string): Promise<readonly Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text)).rows;
  } finally {
    await client.end();
  }
}

/** A database as RDS leaves it: empty, and its administrator no superuser. */
before(async () => {
  test = await openTestDatabase();
  await ask(test.superuserUrl, `create role ${admin} login createrole createdb password 'first'`);
  await ask(test.superuserUrl, `create database ${database} owner ${admin}`);
  urls = { adminUrl: urlOf(admin, 'first'), ownerUrl: urlOf(owner, 'one'), appUrl: urlOf(app, 'two') };
});
after(async () => {
  await ask(test.superuserUrl, `drop database if exists ${database} with (force)`);
  for (const role of [app, owner, admin]) await ask(test.superuserUrl, `drop role if exists ${role}`);
  await test.drop();
});

describe('the roles of a fresh database', () => {
  it('are made by an administrator who is no superuser, so that the schema can be', async () => {
    assert.deepEqual(await prepareRoles(urls), [owner, app]);
    await ask(urls.ownerUrl, 'create table proof (number int)');
    const rights = await ask(
      urls.ownerUrl,
      `select rolname, rolsuper, rolbypassrls, rolcreaterole from pg_roles where rolname in ('${owner}', '${app}')`,
    );
    assert.equal(rights.length, 2);
    for (const row of rights) {
      assert.deepEqual([row['rolsuper'], row['rolbypassrls'], row['rolcreaterole']], [false, false, false]);
    }
  });

  it('leave the application nothing but to connect', async () => {
    assert.deepEqual(await ask(urls.appUrl, 'select 1 as one'), [{ one: 1 }]);
    await assert.rejects(ask(urls.appUrl, 'create table mine (number int)'), { code: '42501' });
    await assert.rejects(ask(urls.appUrl, 'select from proof'), { code: '42501' });
  });

  it('stay as they are the second time, even where the administrator has gone', async () => {
    assert.deepEqual(await prepareRoles({ ...urls, adminUrl: urlOf('nobody', 'none') }), []);
  });

  it('are given the password of their secret when that was changed', async () => {
    const changed = { ...urls, appUrl: urlOf(app, 'three') };
    assert.deepEqual(await prepareRoles(changed), [app]);
    assert.equal((await ask(changed.appUrl, 'select 1 as one')).length, 1);
    await assert.rejects(ask(urls.appUrl, 'select 1'), { code: '28P01' });
  });

  it('are not made where the database itself cannot be reached', async () => {
    const url = new URL(urls.ownerUrl);
    url.port = '1';
    await assert.rejects(prepareRoles({ ...urls, ownerUrl: url.href }), { code: 'ECONNREFUSED' });
  });
});

describe('the schema', () => {
  it('can be made by the owner of a database that an administrator gave it', async () => {
    // Its grants name the role that the service really has, which a cluster has once.
    await ask(urls.ownerUrl, 'drop table proof');
    assert.ok((await migrate(urls.ownerUrl)).length > 0);
  });
});
