import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import pg from 'pg';
import { openTestService, type TestService } from '../test-service.ts';

let service: TestService;

before(async () => {
  service = await openTestService();
});
after(() => service.stop());

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

let made = 0;
const lead = (more: object = {}) => ({
  source: 'Web',
  email: `person${(made += 1)}@intake.example`,
  ...more,
});
const give = (body: unknown, headers: Record<string, string> = {}) =>
  service.ask('POST', '/v1/leads', { body, headers });

describe('POST /v1/leads', () => {
  it('accepts a lead with its score, reasons, position and time', async () => {
    const { status, json } = await give(
      lead({
        phone: '(202) 555-0143',
        firstName: 'Ada',
        lastName: 'Low',
        company: 'Analytical',
        postalCode: '20001',
      }),
    );
    assert.equal(status, 201);
    assert.deepEqual(Object.keys(json), ['id', 'verdict', 'score', 'reasons', 'position', 'receivedAt']);
    assert.match(json.id, uuid);
    assert.match(json.position, /^0\.\d+$/);
    assert.ok(Math.abs(Date.parse(json.receivedAt) - Date.now()) < 60_000);
    const points = json.reasons.reduce((sum: number, reason: { points: number }) => sum + reason.points, 0);
    assert.equal(json.score, points);
    for (const reason of json.reasons) assert.deepEqual(Object.keys(reason), ['code', 'points', 'text']);
  });

  it('says which lead a duplicate repeats, and on what', async () => {
    const first = await give(lead({ phone: '+1 202 555 0144' }));
    const second = await give(lead({ phone: '202.555.0144 ext. 7' }));
    assert.equal(second.status, 200);
    assert.deepEqual(second.json, {
      id: second.json.id,
      verdict: 'duplicate',
      duplicateOf: first.json.id,
      matchedOn: ['phone'],
    });
  });

  it('suppresses a lead whose contact is on the list, until it is lifted', async () => {
    const value = 'Quiet@Intake.example';
    const added = await service.ask('POST', '/v1/suppressions', {
      body: { kind: 'email', value, reason: 'revoked' },
    });
    assert.equal(added.status, 201);
    const refused = await give(lead({ email: value.toLowerCase() }));
    assert.equal(refused.status, 200);
    assert.deepEqual(refused.json, {
      id: refused.json.id,
      verdict: 'suppressed',
      reasons: [
        { code: 'suppressed_email', points: 0, text: 'The e-mail address is on the suppression list' },
      ],
    });
    assert.equal((await service.ask('DELETE', `/v1/suppressions/${added.json.id}`)).status, 204);
    assert.equal((await give(lead({ email: value }))).status, 201);
  });

  it('remarks on a bad second contact and takes the lead', async () => {
    const { status, json } = await give(lead({ phone: '12' }));
    assert.equal(status, 201);
    assert.ok(json.reasons.some((reason: { code: string }) => reason.code === 'phone_not_dialable'));
  });

  for (const [why, body, path, code] of [
    ['no contact', { source: 'Web' }, '', 'contact_missing'],
    ['one contact, and bad', { source: 'Web', email: 'no' }, '/email', 'email_malformed'],
    ['no source', { email: 'a@b.example' }, '/source', 'missing'],
    ['a source of spaces', { source: '  ', email: 'a@b.example' }, '/source', 'wrong_format'],
    ['a field that is none', { source: 'Web', email: 'a@b.example', mail: 'x' }, '/mail', 'unknown_field'],
    ['a wrong type', { source: 'Web', email: 5 }, '/email', 'wrong_type'],
    [
      'a text too long',
      { source: 'Web', email: 'a@b.example', company: 'x'.repeat(201) },
      '/company',
      'too_long',
    ],
    [
      'a character that cannot be kept',
      { source: 'Web', email: 'a@b.example', company: 'a\u0000b' },
      '',
      'bad_character',
    ],
    [
      'half a surrogate pair',
      { source: 'Web', email: 'a@b.example', company: '\ud800' },
      '',
      'bad_character',
    ],
    ['a list', [], '', 'wrong_type'],
  ] as const) {
    it(`refuses ${why} and says where`, async () => {
      const { status, json, headers } = await give(body);
      assert.equal(status, 422);
      assert.equal(headers.get('content-type'), 'application/problem+json');
      assert.equal(json.code, 'invalid');
      assert.deepEqual([json.errors[0].path, json.errors[0].code], [path, code]);
      assert.equal(json.requestId, headers.get('x-request-id'));
    });
  }

  for (const [why, body, headers, status, code] of [
    ['what is no JSON', '{"source":', {}, 400, 'bad_json'],
    ['an empty body', '', {}, 400, 'bad_json'],
    ['another type', 'source=Web', { 'content-type': 'text/plain' }, 415, 'unsupported_media_type'],
    ['a type with a tab in it', '{}', { 'content-type': 'application/json\t; x' }, 422, 'invalid'],
    ['too large a body', `{"source":"${'x'.repeat(70_000)}"}`, {}, 413, 'too_large'],
    ['too deep a body', `{"attributes":${'['.repeat(5_000)}${']'.repeat(5_000)}}`, {}, 400, 'bad_json'],
    ['a key with a space', '{}', { 'idempotency-key': 'a b' }, 400, 'bad_request'],
  ] as const) {
    it(`refuses ${why}`, async () => {
      const reply = await give(body, headers);
      assert.equal(reply.status, status, reply.text);
      assert.equal(reply.json.code, code);
    });
  }

  it('quotes nothing of what was given', async () => {
    const { text } = await give({
      source: 'Web',
      email: 'secret-person',
      phone: 'secret-phone',
      'secret field': 1,
    });
    assert.doesNotMatch(text, /secret-person|secret-phone/);
  });

  it('refuses beyond the key’s rate, and says when to come again', async () => {
    const as = await service.makeKey(['leads:write'], 3);
    const began = performance.now();
    const replies = await Promise.all(
      Array.from({ length: 60 }, () => service.ask('POST', '/v1/leads', { as, body: lead() })),
    );
    // A busy machine may take a while for them all, and the key has three more each second.
    const most = 3 + Math.ceil((3 * (performance.now() - began)) / 1_000);
    const taken = replies.filter(({ status }) => status === 201).length;
    const refused = replies.filter(({ status }) => status === 429);
    assert.equal(taken + refused.length, 60);
    assert.ok(taken >= 3 && taken <= most, `${taken} of 60 were taken, where ${most} may be`);
    assert.match(refused[0]?.headers.get('retry-after') ?? '', /^[1-9]\d*$/);
    assert.equal(refused[0]?.json.code, 'rate_limited');
  });

  it('tells what can be done at a path where the method cannot', async () => {
    const { status, headers } = await service.ask('PUT', '/v1/leads');
    assert.equal(status, 405);
    assert.equal(headers.get('allow'), 'POST, GET');
  });
});

describe('Idempotency-Key', () => {
  it('gives the first answer again, byte for byte', async () => {
    const bodies = [lead(), lead({ email: 'same@intake.example' }), lead({ email: 'same@intake.example' })];
    for (const [index, body] of bodies.entries()) {
      const first = await give(body, { 'idempotency-key': `again-${index}` });
      const second = await give(body, { 'idempotency-key': `again-${index}` });
      assert.deepEqual([second.status, second.text], [first.status, first.text]);
    }
  });

  it('refuses another body with the same key', async () => {
    await give(lead(), { 'idempotency-key': 'mine' });
    const { status, json } = await give(lead(), { 'idempotency-key': 'mine' });
    assert.deepEqual([status, json.code], [409, 'idempotency_mismatch']);
  });

  it('belongs to one API key', async () => {
    const as = await service.makeKey(['leads:write']);
    const body = lead();
    assert.equal((await give(body, { 'idempotency-key': 'ours' })).status, 201);
    const other = await service.ask('POST', '/v1/leads', {
      as,
      body,
      headers: { 'idempotency-key': 'ours' },
    });
    assert.equal(other.json.verdict, 'duplicate');
  });

  it('lets a lead that was refused be mended under the same key', async () => {
    assert.equal((await give({ source: 'Web' }, { 'idempotency-key': 'mended' })).status, 422);
    assert.equal((await give(lead(), { 'idempotency-key': 'mended' })).status, 201);
  });

  it('takes a lead once, however many requests bear the key at one moment', async () => {
    const body = lead();
    const replies = await Promise.all(
      Array.from({ length: 20 }, () => give(body, { 'idempotency-key': 'at-once' })),
    );
    const answered = replies.filter(({ status }) => status === 201);
    const early = replies.filter(({ status }) => status === 409);
    assert.equal(answered.length + early.length, 20);
    assert.equal(new Set(answered.map(({ text }) => text)).size, 1);
    for (const { json, headers } of early) {
      assert.equal(json.code, 'idempotency_in_flight');
      assert.ok(headers.get('retry-after'));
    }
  });
});

describe('200 equal leads at once', () => {
  it('are one accepted lead and 199 that repeat it', async () => {
    const body = lead({ phone: '+1 202 555 0145' });
    const replies = await Promise.all(Array.from({ length: 200 }, () => give(body)));
    const accepted = replies.filter(({ status }) => status === 201);
    assert.equal(accepted.length, 1);
    for (const { json } of replies.filter(({ status }) => status === 200))
      assert.equal(json.duplicateOf, accepted[0]?.json.id);
  });
});

describe('the database under it', () => {
  it('holds each lead once with its event, at one position', async () => {
    const client = new pg.Client({ connectionString: service.superuserUrl });
    await client.connect();
    const { rows } = await client.query<{ leads: number; events: number; alike: number }>(
      `select (select count(*)::int from leads) as leads,
        (select count(*)::int from outbox where type like 'lead.%') as events,
        (select count(*)::int from leads l join outbox o on o.subject = l.id and o.position = l.position and o.type = 'lead.' || l.verdict) as alike`,
    );
    await client.end();
    assert.ok(rows[0] !== undefined && rows[0].leads > 200);
    assert.deepEqual([rows[0].events, rows[0].alike], [rows[0].leads, rows[0].leads]);
  });
});

describe('POST /v1/suppressions', () => {
  for (const [until, status] of [
    ['2114-09-25T13:51:59.58+22:19', 201],
    ['0000-01-01T00:00:00Z', 422],
    ['9999-12-31T23:59:59-12:00', 422],
  ] as const) {
    it(`answers ${status} to an end at ${until}`, async () => {
      const body = { kind: 'email', value: 'end@intake.example', reason: 'other', until };
      assert.equal((await service.ask('POST', '/v1/suppressions', { body })).status, status);
    });
  }
});
