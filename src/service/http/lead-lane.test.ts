import assert from 'node:assert/strict';
import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { openTestService, type Reply, type TestService } from '../test-service.ts';

let service: TestService;

before(async () => {
  service = await openTestService();
});
after(() => service.stop());

/** Leaves the short way: it takes the type only in its usual form. */
const longWay = { 'content-type': 'application/json;charset=utf-8' };

let made = 0;
const lead = (more: object = {}) => ({ source: 'Lane', email: `lane${(made += 1)}@lane.example`, ...more });

/** What does not differ from one request to the next. */
function comparable({ status, headers, text }: Reply) {
  const kept = [...headers].filter(
    ([name]) => !['date', 'x-request-id', 'content-length', 'connection', 'keep-alive'].includes(name),
  );
  const differing = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|\d{4}-\d\d-\d\dT[\d:.]+Z|0\.\d{6,}/g;
  return { status, headers: Object.fromEntries(kept), text: text.replaceAll(differing, '…') };
}

describe('the short way of POST /v1/leads', () => {
  before(async () => {
    const { status } = await service.ask('POST', '/v1/leads', { body: lead() }); // The key is known from here on.
    assert.equal(status, 201);
  });

  for (const [what, body, headers] of [
    ['a lead', () => lead({ phone: `+1202555014${made}`, company: 'Zoë & Söhne’s' }), {}],
    ['a lead with a key', () => lead(), { 'idempotency-key': 'lane-key-1' }],
    ['a duplicate', () => ({ source: 'Lane', email: 'lane1@lane.example' }), {}],
    ['a lead without contact', () => ({ source: 'Lane' }), {}],
    ['a field that is none', () => lead({ ünknown: '’' }), {}],
    ['a list', () => [], {}],
    ['no JSON', () => '{"source":', {}],
    ['only spaces', () => '   ', {}],
    ['a body nested too deep', () => `${'['.repeat(20)}${']'.repeat(20)}`, {}],
    ['an empty body', () => '', {}],
    ['a body too long', () => lead({ company: 'x'.repeat(70_000) }), {}],
    ['a wrong key of idempotency', () => lead(), { 'idempotency-key': 'ü' }],
  ] as const) {
    it(`answers ${what} as the long way does`, async () => {
      const short = await service.ask('POST', '/v1/leads', { body: body(), headers });
      const other =
        'idempotency-key' in headers ? { 'idempotency-key': `${headers['idempotency-key']}2` } : {};
      const long = await service.ask('POST', '/v1/leads', {
        body: body(),
        headers: { ...longWay, ...other },
      });
      assert.deepEqual(comparable(short), comparable(long));
      assert.match(short.headers.get('x-request-id') ?? '', /^[0-9a-f-]{36}$/);
    });
  }

  it('leaves to the long way what says a thing twice', async () => {
    const { host } = new URL(service.url);
    const usual = [
      'host',
      host,
      'authorization',
      `Bearer ${service.apiKey}`,
      'content-type',
      'application/json',
    ];
    for (const [again, status] of [
      [['Idempotency-Key', 'once', 'idempotency-key', 'twice'], 400],
      [['authorization', 'Bearer nobody'], 201], // Node goes by the first.
      [['content-type', 'text/plain'], 201],
    ] as const) {
      const call = request(new URL('/v1/leads', service.url), {
        method: 'POST',
        headers: [...usual, ...again],
      });
      call.end(JSON.stringify(lead()));
      const [response] = (await once(call, 'response')) as [IncomingMessage];
      response.resume();
      assert.equal(response.statusCode, status, String(again));
    }
  });

  it('repeats an answer byte for byte, whichever way it was first given', async () => {
    const body = lead({
      website: 'https://lane.example',
      consent: { text: 'Yes', evidenceUrl: 'https://e.example' },
    });
    for (const [first, second] of [
      [longWay, {}],
      [{}, longWay],
    ]) {
      const key = { 'idempotency-key': `both-${(made += 1)}` };
      const one = await service.ask('POST', '/v1/leads', { body, headers: { ...first, ...key } });
      const two = await service.ask('POST', '/v1/leads', { body, headers: { ...second, ...key } });
      assert.equal(one.text, two.text);
      assert.equal(one.status, two.status);
    }
  });

  it('keeps nothing of a client that goes away in the middle, and goes on', async () => {
    const body = JSON.stringify(lead());
    const { hostname, port } = new URL(service.url);
    for (const sent of [0, 10, body.length - 1]) {
      const socket = connect({ host: hostname, port: Number(port) });
      await once(socket, 'connect');
      socket.write(
        `POST /v1/leads HTTP/1.1\r\nhost: ${hostname}\r\nauthorization: Bearer ${service.apiKey}\r\n` +
          `content-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body.slice(0, sent)}`,
      );
      await service.ask('GET', '/livez');
      socket.destroy();
    }
    const { status } = await service.ask('POST', '/v1/leads', { body });
    assert.equal(status, 201);
  });

  it('is closed to a key from the moment that it is revoked', async () => {
    const apiKey = await service.makeKey(['leads:write']);
    const asked = async () => (await service.ask('POST', '/v1/leads', { as: apiKey, body: lead() })).status;
    assert.deepEqual([await asked(), await asked()], [201, 201]);
    const { json } = await service.ask('GET', '/v1/api-keys');
    const { id } = json.items.find(
      (key: { prefix: string }) => key.prefix === `${apiKey.slice(0, 7)}…${apiKey.slice(35, 42)}`,
    );
    assert.equal((await service.ask('DELETE', `/v1/api-keys/${id}`)).status, 204);
    assert.equal(await asked(), 401);
  });

  it('is closed to a key that may not give leads, and holds others to their rate', async () => {
    const reader = await service.makeKey(['leads:read']);
    for (let turn = 0; turn < 2; turn += 1)
      assert.equal((await service.ask('POST', '/v1/leads', { as: reader, body: lead() })).status, 403);
    const slow = await service.makeKey(['leads:write'], 2);
    const asked = async () => (await service.ask('POST', '/v1/leads', { as: slow, body: lead() })).status;
    assert.equal(await asked(), 201);
    // Together, since one after the other they may come no faster than the key allows.
    const statuses = await Promise.all(Array.from({ length: 40 }, asked));
    assert.ok(statuses.includes(429), String(statuses));
  });

  it('counts its requests and leads like any other', async () => {
    const count = async () => {
      const text = await (await fetch(service.metricsUrl)).text();
      const of = (series: RegExp) => Number(series.exec(text)?.[1] ?? 0);
      return {
        leads: of(/^midcoast_leads_total\{verdict="accepted",door="api"\} (\d+)/m),
        requests: of(
          /^http_server_request_duration_seconds_count\{http_request_method="POST",http_route="\/v1\/leads",http_response_status_code="201"\} (\d+)/m,
        ),
      };
    };
    const before = await count();
    for (const headers of [{}, longWay]) await service.ask('POST', '/v1/leads', { body: lead(), headers });
    const later = await count();
    assert.deepEqual(later, { leads: before.leads + 2, requests: before.requests + 2 });
  });
});
