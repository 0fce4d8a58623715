import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import pg from 'pg';
import { insistent, LoadGenerator, readLedger, type Entry } from './load-generator.ts';
import { startMidcoast, type RunningMidcoast } from './running-midcoast.ts';

/** Kills of each kind. The quick form shows that the proof works; `all` is the proof. */
const killsOf: Readonly<Record<string, number>> = { quick: 1, ci: 3, all: 10 };
const kills = killsOf[process.env['MIDCOAST_TEST_EXTENT'] ?? 'quick'] ?? 1;

/** A kill counts when it cut off so many requests. */
const leastCut = 20;
/** Answers between kills, so that each hits a service at full work. */
const answersBetween = 300;
const connections = 64;
const mostTries = 5;

describe('a lead that was answered 2xx', () => {
  let midcoast: RunningMidcoast;
  let load: LoadGenerator;
  before(async () => {
    midcoast = await startMidcoast();
  });
  after(async () => {
    load?.kill();
    await midcoast?.[Symbol.asyncDispose]();
  });

  it(`is there exactly once, with its event, after ${2 * kills} kills of the service and the database`, async (t) => {
    const ledgerFile = join(midcoast.dataDir, 'ledger.ndjson');
    load = await LoadGenerator.start({
      ...insistent,
      url: midcoast.url,
      authorization: `Bearer ${await makeQuickKey(midcoast)}`,
      connections,
      body: { kind: 'made', run: 'kill' },
      keyPrefix: 'kill',
      ledgerFile,
    });
    for (let kill = 0; kill < kills; kill += 1) {
      t.diagnostic(`service killed: ${await killUnderLoad('service')} requests cut off`);
      t.diagnostic(`service and database killed: ${await killUnderLoad('both')} requests cut off`);
    }
    await load.finish();
    const ledger = await readLedger(ledgerFile);
    const again = ledger.filter(({ sent }) => sent > 1).length;
    t.diagnostic(`${ledger.length} leads, ${again} of them sent more than once`);
    await proveLedger(ledger, midcoast.superuserUrl);
  });

  /** Kills until one kill has cut off enough; answers how many requests that were. */
  async function killUnderLoad(what: 'service' | 'both'): Promise<number> {
    for (let tries = 0; tries < mostTries; tries += 1) {
      await load.answers(answersBetween);
      const { service, database } = await midcoast.pids();
      const victims = what === 'both' ? [...service, ...database] : service;
      assert.ok(
        service.length > 0 && (what === 'service' || database.length > 5),
        `found ${victims.join(' ')}`,
      );
      const { cut } = load.progress;
      for (const pid of victims) killHard(pid);
      const lost = (await load.answers(answersBetween)).cut - cut;
      if (lost >= leastCut) return lost;
    }
    assert.fail(`no kill of ${mostTries} cut off ${leastCut} requests`);
  }
});

async function proveLedger(ledger: readonly Entry[], superuserUrl: string): Promise<void> {
  const others = ledger.filter(({ status, verdict }) => status !== 201 || verdict !== 'accepted');
  assert.deepEqual(others, [], 'every lead is new, so every one is accepted in the end');
  const client = new pg.Client({ connectionString: superuserUrl });
  await client.connect();
  try {
    const leads = await client.query<{ id: string; rows: string }>(
      'select id, count(*) as rows from leads group by id',
    );
    const events = await client.query<{ subject: string; rows: string }>(
      "select subject, count(*) as rows from outbox where type = 'lead.accepted' group by subject",
    );
    const promised = ledger.map(({ id }) => id ?? '').toSorted();
    assert.deepEqual(
      leads.rows.map(({ id }) => id).toSorted(),
      promised,
      'the leads are those that were answered',
    );
    assert.deepEqual(events.rows.map(({ subject }) => subject).toSorted(), promised, 'so are the events');
    assert.ok(
      [...leads.rows, ...events.rows].every(({ rows }) => rows === '1'),
      'each is there once',
    );
    const keys = await client.query<{ rows: string }>(
      'select count(distinct key) as rows from idempotency_keys',
    );
    assert.equal(keys.rows[0]?.rows, String(ledger.length), 'and has its idempotency key');
  } finally {
    await client.end();
  }
}

/** A key without the first one's rate limit: the load must be at work, not waiting. */
async function makeQuickKey({ url, apiKey }: RunningMidcoast): Promise<string> {
  const response = await fetch(`${url}/v1/api-keys`, {
    method: 'POST',
    headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'kill test', scopes: ['leads:write'], ratePerSecond: 100_000 }),
  });
  const text = await response.text();
  assert.equal(response.status, 201, text);
  return (JSON.parse(text) as { apiKey: string }).apiKey;
}

/** A backend may have ended by itself meanwhile. */
function killHard(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
