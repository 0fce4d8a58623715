import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { permissions, permissionsOfRole, roles, type Role } from '../accounts/permission.ts';
import { openTestService, type AskOptions, type Person, type TestService } from '../test-service.ts';
import { operations } from './api/api.ts';
import type { Operation } from './api/operation.ts';

/** An id that nobody has. */
const nobodys = '01900000-0000-7000-8000-000000000000';

let service: TestService;
let people: Record<Role, Person>;

before(async () => {
  service = await openTestService();
  people = {
    viewer: await service.signIn('viewer'),
    operator: await service.signIn('operator'),
    admin: await service.signIn('admin'),
  };
});
after(() => service.stop());

/** The operations that ask who is there; signing out would end what the next row needs. */
const guarded = (operations as readonly Operation[]).filter(
  ({ permission, method, path }) => permission !== 'none' && !(method === 'DELETE' && path === '/v1/session'),
);

/** Asks with an empty body, which no operation takes: so nothing changes, and only admission is seen. */
function knock({ method, path }: Operation, as: AskOptions['as']) {
  const stream = path === '/v1/events' ? '?after=no-position' : '';
  return service.ask(method, `${path.replace('{id}', nobodys)}${stream}`, {
    ...(as === undefined ? {} : { as }),
    ...(method === 'GET' || method === 'DELETE' ? {} : { body: '[]' }),
  });
}

describe('admission', () => {
  it('knows every operation', () => {
    assert.ok(guarded.length >= 30, `only ${guarded.length} guarded operations`);
  });

  it('refuses strangers and keys that are none, at every operation', async () => {
    for (const operation of guarded) {
      for (const as of ['nobody', 'mc_00000000000000000000000000000000_no', `${service.apiKey}x`] as const) {
        const { status, json, headers } = await knock(operation, as);
        assert.equal(status, 401, `${operation.method} ${operation.path} as ${as}`);
        assert.equal(json.code, 'not_signed_in');
        assert.match(headers.get('www-authenticate') ?? '', /^Bearer/);
      }
    }
  });

  it('lets each role do what its list says, and nothing else', async () => {
    for (const operation of guarded) {
      for (const role of roles) {
        const { permission } = operation;
        const may = permission === 'session' || permissionsOfRole[role].has(permission as never);
        const { status, json } = await knock(operation, people[role]);
        const what = `${operation.method} ${operation.path} as ${role}: ${status}`;
        if (may) assert.ok(status !== 401 && status !== 403, what);
        else assert.equal(status, 403, what);
        if (!may) assert.deepEqual(json.errors[0].allowed, [permission]);
      }
    }
  });

  it('lets a key do what its scopes say, and nothing else', async () => {
    for (const permission of permissions) {
      const key = await service.makeKey([permission]);
      for (const operation of guarded) {
        const { status } = await knock(operation, key);
        const what = `${operation.method} ${operation.path} with ${permission}: ${status}`;
        if (operation.permission === permission) assert.ok(status !== 401 && status !== 403, what);
        else assert.equal(status, 403, what);
      }
    }
  });

  it('refuses a change by a person whose page did not send the session’s token', async () => {
    for (const csrfToken of ['', 'wrong', people.viewer.csrfToken]) {
      const { status, json } = await service.ask('POST', '/v1/sources', {
        as: { ...people.admin, csrfToken },
        body: { name: 'Forged' },
      });
      assert.equal(status, 403);
      assert.equal(json.code, 'csrf_token_wrong');
    }
    assert.doesNotMatch((await service.ask('GET', '/v1/sources')).text, /Forged/);
  });

  it('gives no key a scope beyond its maker’s, and no person a role', async () => {
    const maker = await service.makeKey(['keys:manage', 'users:manage']);
    const key = await service.ask('POST', '/v1/api-keys', {
      as: maker,
      body: { name: 'more', scopes: ['leads:erase'] },
    });
    assert.equal(key.status, 403);
    const body = {
      email: 'more@test.example',
      name: 'more',
      role: 'admin',
      password: 'a password of some length',
    };
    assert.equal((await service.ask('POST', '/v1/users', { as: maker, body })).status, 403);
  });

  it('refuses a revoked key at once', async () => {
    const made = await service.ask('POST', '/v1/api-keys', {
      body: { name: 'short', scopes: ['leads:read'] },
    });
    const as = made.json.apiKey;
    assert.equal((await service.ask('GET', '/v1/leads', { as })).status, 200);
    assert.equal((await service.ask('DELETE', `/v1/api-keys/${made.json.key.id}`)).status, 204);
    assert.equal((await service.ask('GET', '/v1/leads', { as })).status, 401);
  });
});

describe('another account', () => {
  it('sees nothing of this one, by any id and in any list', async () => {
    const marker = 'Unmistakable Source';
    const lead = await service.ask('POST', '/v1/leads', {
      body: { source: marker, email: 'somebody@here.example', firstName: 'Unmistakable' },
    });
    const suppression = await service.ask('POST', '/v1/suppressions', {
      body: { kind: 'email', value: 'never@here.example', reason: 'other' },
    });
    const imported = await service.ask('POST', '/v1/imports?name=unmistakable.csv', {
      body: 'Email\nx@here.example\n',
      headers: { 'content-type': 'text/csv' },
    });
    const source = (await service.ask('GET', '/v1/sources')).json.items.find(
      (one: { name: string }) => one.name === marker,
    );
    const key = (await service.ask('GET', '/v1/api-keys')).json.items[0];
    const ids: Record<string, string> = {
      '/v1/leads/{id}': lead.json.id,
      '/v1/leads/{id}/history': lead.json.id,
      '/v1/imports/{id}': imported.json.id,
      '/v1/imports/{id}/verdicts.csv': imported.json.id,
      '/v1/sources/{id}': source.id,
      '/v1/suppressions/{id}': suppression.json.id,
      '/v1/accounts/{id}': service.account,
      '/v1/api-keys/{id}': key.id,
      '/v1/users/{id}': people.viewer.id,
    };
    const other = await service.makeAccount('Other');
    const bodies: Record<string, unknown> = {
      '/v1/sources/{id}': { name: 'Taken over' },
      '/v1/accounts/{id}': { name: 'Taken over' },
      '/v1/users/{id}': { role: 'admin' },
    };
    const byId = guarded.filter(({ path }) => path.includes('{id}'));
    assert.ok(byId.length >= 12);
    for (const { method, path } of byId) {
      const id = ids[path];
      assert.ok(id !== undefined, `no id to try at ${path}`);
      const body = method === 'PATCH' ? { body: bodies[path] } : {};
      const { status } = await service.ask(method, path.replace('{id}', id), { as: other.apiKey, ...body });
      assert.equal(status, 404, `${method} ${path}`);
    }
    for (const { method, path } of guarded) {
      if (method !== 'GET' || path.includes('{id}') || /events|session|system/.test(path)) continue;
      const { status, text } = await service.ask('GET', path, { as: other.apiKey });
      assert.equal(status, 200, path);
      for (const id of Object.values(ids)) assert.ok(!text.includes(id), `${path} shows ${id}`);
      assert.doesNotMatch(text, /unmistakable/i, path);
    }
    assert.equal((await service.ask('GET', `/v1/leads/${lead.json.id}`)).json.firstName, 'Unmistakable');
  });
});
