import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { apiClient, type ApiClient } from './api-client.ts';
import { ApiRefusal } from './api-refusal.ts';
import { follow, StillNotSo } from './following.ts';

const pods = { apiVersion: 'v1', kind: 'Pod', namespace: 'midcoast' } as const;

/** As much of an API server as these tests ask for: two kinds, one pod, and a watch with two events. */
function answer(request: IncomingMessage, response: ServerResponse): void {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
  const json = (status: number, body: object, headers: Record<string, string> = {}) =>
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
  const pod = (resourceVersion: string) => ({
    metadata: { name: 'one', namespace: 'midcoast', resourceVersion },
  });
  if (pathname === '/api/v1') {
    json(200, {
      resources: [
        { kind: 'Pod', name: 'pods', namespaced: true },
        { kind: 'Node', name: 'nodes', namespaced: false },
        { kind: 'Pod', name: 'pods/status', namespaced: true },
      ],
    });
  } else if (searchParams.get('watch') === 'true') {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.write(`${JSON.stringify({ type: 'MODIFIED', object: pod('2') })}\n`);
    setTimeout(() => response.write(`${JSON.stringify({ type: 'DELETED', object: pod('3') })}\n`), 20);
  } else if (pathname === '/api/v1/namespaces/midcoast/pods') {
    json(200, { metadata: { resourceVersion: '1' }, items: [pod('1')] });
  } else if (request.method === 'PATCH') {
    const asked = {
      path: pathname,
      query: Object.fromEntries(searchParams),
      type: request.headers['content-type'],
    };
    json(200, asked, { warning: '299 - "this is old"' });
  } else {
    json(404, { reason: 'NotFound', message: `${pathname} not found` });
  }
}

describe('a client of an API server', () => {
  let server: Server;
  let client: ApiClient;
  const ending = new AbortController();
  before(async () => {
    server = createServer(answer).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    client = apiClient({ url, authorities: '', token: 'token' }, ending.signal);
  });
  after(async () => {
    await client.close();
    server.closeAllConnections();
    server.close();
  });

  it('applies strictly, as midcoast, and shows what the server warns of', async () => {
    const { body, warnings } = await client.apply({
      apiVersion: 'v1',
      kind: 'Node',
      metadata: { name: 'a' },
    });
    assert.deepEqual(
      { ...body },
      {
        path: '/api/v1/nodes/a',
        query: { fieldManager: 'midcoast', fieldValidation: 'Strict', force: 'false' },
        type: 'application/apply-patch+yaml',
      },
    );
    assert.deepEqual(warnings, ['this is old']);
  });

  it('gives nothing for what is not there, and throws another refusal with its reason', async () => {
    assert.equal(await client.get({ ...pods, name: 'two' }), undefined);
    await assert.rejects(client.create({ apiVersion: 'v1', kind: 'Node' }), (error) => {
      assert.ok(error instanceof ApiRefusal);
      assert.deepEqual([error.status, error.reason], [404, 'NotFound']);
      return true;
    });
  });

  it('says which kind a server does not have', async () => {
    await assert.rejects(client.list({ apiVersion: 'v1', kind: 'Rollout' }), /no kind Rollout in v1/);
  });

  it('follows objects through every change', async () => {
    const seen: (string | undefined)[] = [];
    const following = await follow(client, pods, ([pod]) => seen.push(pod?.metadata.resourceVersion));
    await following.until('no pod', (objects) => objects.length === 0, 60);
    assert.deepEqual(seen, ['1', '2', undefined]);
    await following.stop();
  });

  it('says what it waited for in vain, and what is there instead', async () => {
    const following = await follow(client, pods);
    await following.until('no pod', (objects) => objects.length === 0, 60);
    const vain = following.until('two pods', (objects) => objects.length === 2, 0.1);
    await assert.rejects(vain, (error) => {
      assert.ok(error instanceof StillNotSo);
      assert.match(error.message, /two pods: not so after 0\.1 s; there is none/);
      return true;
    });
    await following.stop();
  });
});
