import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import pg from 'pg';
import { openTestService, type TestService } from '../test-service.ts';

let service: TestService;

before(async () => {
  service = await openTestService();
});
after(() => service.stop());

type Received = {
  readonly id: string;
  readonly event: string;
  readonly data: { position: string; type: string; subject: string };
};

/** Reads a stream until `enough` says so; then cuts it. */
async function listen(
  query: string,
  enough: (events: readonly Received[]) => boolean,
  options: { as?: string; lastEventId?: string; onOpen?: () => void } = {},
): Promise<Received[]> {
  const cut = new AbortController();
  const response = await fetch(`${service.url}/v1/events${query}`, {
    headers: {
      authorization: `Bearer ${options.as ?? service.apiKey}`,
      ...(options.lastEventId === undefined ? {} : { 'last-event-id': options.lastEventId }),
    },
    signal: cut.signal,
  });
  assert.equal(response.status, 200);
  assert.match(response.headers.get('content-type') ?? '', /^text\/event-stream/);
  const received: Received[] = [];
  let text = '';
  for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    text += chunk;
    for (let end = text.indexOf('\n\n'); end !== -1; end = text.indexOf('\n\n')) {
      const block = text.slice(0, end);
      text = text.slice(end + 2);
      if (block.startsWith('retry:')) options.onOpen?.();
      if (block.startsWith('id:')) received.push(parse(block));
      if (enough(received)) {
        cut.abort();
        return received;
      }
    }
  }
  return received;
}

function parse(block: string): Received {
  const fields = new Map(
    block.split('\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]),
  );
  return {
    id: fields.get('id') ?? '',
    event: fields.get('event') ?? '',
    data: JSON.parse(fields.get('data') ?? '{}'),
  };
}

let made = 0;
async function giveLeads(count: number, as = service.apiKey): Promise<string[]> {
  const replies = await Promise.all(
    Array.from({ length: count }, () =>
      service.ask('POST', '/v1/leads', {
        as,
        body: { source: 'Web', email: `e${(made += 1)}@events.example` },
      }),
    ),
  );
  return replies.map(({ json }) => json.id);
}

const order = (events: readonly Received[]) => events.map(({ id }) => BigInt(id.split('.')[1] ?? '0'));

describe('GET /v1/events', () => {
  it('tells of what comes after it was opened, by position and type', async () => {
    let given: Promise<string[]> | undefined;
    const events = await listen('?types=lead.accepted', (all) => all.length === 3, {
      onOpen: () => {
        given = giveLeads(3);
      },
    });
    assert.deepEqual(events.map(({ data }) => data.subject).toSorted(), (await given)?.toSorted());
    for (const { id, event, data } of events) assert.deepEqual([data.position, data.type], [id, event]);
  });

  it('goes on from any position without loss and without repeats, while leads are given', async () => {
    const [first] = await listen('?after=0.0&types=lead.accepted', (all) => all.length === 1);
    assert.ok(first !== undefined);
    const giving = (async () => {
      const ids: string[] = [];
      for (let round = 0; round < 20; round += 1) ids.push(...(await giveLeads(15)));
      return ids;
    })();
    const all: Received[] = [];
    const seen = new Set<string>();
    let lastEventId = first.id;
    // Cut after a few each time; the last round stays until everything has come.
    for (let round = 1; seen.size < 300; round += 1) {
      const part = await listen(
        '',
        (events) => events.length >= round * 7 || seen.size + events.length >= 302,
        { lastEventId },
      );
      all.push(...part);
      for (const { event, data } of part) if (event === 'lead.accepted') seen.add(data.subject);
      lastEventId = part.at(-1)?.id ?? lastEventId;
    }
    const ids = await giving;
    assert.ok(
      ids.every((id) => seen.has(id)),
      'each lead was told of',
    );
    const positions = order(all);
    assert.ok(
      positions.every((n, at) => at === 0 || n > (positions[at - 1] ?? 0n)),
      'positions only grow',
    );
  });

  it('shows another account nothing of this one', async () => {
    const other = await service.makeAccount('Listener');
    let mine: Promise<string[]> | undefined;
    const events = await listen('?after=0.0&types=lead.accepted', (all) => all.length === 1, {
      as: other.apiKey,
      onOpen: () => {
        mine = giveLeads(5).then(() => giveLeads(1, other.apiKey));
      },
    });
    assert.deepEqual(
      events.map(({ data }) => data.subject),
      await mine,
    );
  });

  it('answers 410 where the log no longer reaches back to', async () => {
    const [oldest] = await listen('?after=0.0', (all) => all.length === 1);
    const client = new pg.Client({ connectionString: service.superuserUrl });
    await client.connect();
    await client.query('update shard set expired = $1', [oldest?.id.split('.')[1]]);
    const { status, json } = await service.ask('GET', '/v1/events?after=0.1');
    await client.query('update shard set expired = 0');
    await client.end();
    assert.deepEqual([status, json.code], [410, 'position_expired']);
  });

  for (const [why, query] of [
    ['a position that is none', '?after=yesterday'],
    ['a type that is none', '?types=lead.lost'],
  ] as const) {
    it(`refuses ${why}`, async () => {
      const { status, json } = await service.ask('GET', `/v1/events${query}`);
      assert.deepEqual([status, json.code], [400, 'bad_request']);
    });
  }

  it('ends its streams when the service stops', async () => {
    const own = await openTestService();
    const response = await fetch(`${own.url}/v1/events`, {
      headers: { authorization: `Bearer ${own.apiKey}` },
    });
    const ended = response.text();
    await own.stop();
    assert.match(await ended, /^retry: 1000/);
  });
});
