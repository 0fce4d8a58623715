import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { insistent, LoadGenerator, readLedger, type Entry } from './load-generator.ts';
import { startMidcoast, type RunningMidcoast } from './running-midcoast.ts';

const runsOf: Readonly<Record<string, number>> = { quick: 1, ci: 3, all: 50 };
const runs = runsOf[process.env['MIDCOAST_TEST_EXTENT'] ?? 'quick'] ?? 1;
const equal = 200;

describe(`${equal} equal leads at once`, () => {
  let midcoast: RunningMidcoast;
  before(async () => {
    midcoast = await startMidcoast();
  });
  after(() => midcoast?.[Symbol.asyncDispose]());

  it(`are one accepted and ${equal - 1} that are told which lead they repeat, in ${runs} runs`, async () => {
    for (let run = 1; run <= runs; run += 1) {
      const ledger = await postEqualLeads(midcoast, run);
      const accepted = ledger.filter(({ status, verdict }) => status === 201 && verdict === 'accepted');
      const id = accepted[0]?.id;
      const told = ledger.filter(
        ({ status, verdict, duplicateOf }) => status === 200 && verdict === 'duplicate' && duplicateOf === id,
      );
      assert.deepEqual([ledger.length, accepted.length, told.length], [equal, 1, equal - 1], `run ${run}`);
    }
  });
});

/** Each client has its own connection and its own key; all are open before the first lead is sent. */
async function postEqualLeads(
  { url, apiKey, dataDir }: RunningMidcoast,
  run: number,
): Promise<readonly Entry[]> {
  const ledgerFile = join(dataDir, `equal-${run}.ndjson`);
  const lead = { source: 'Race', firstName: 'Ada', email: `ada.${run}@equal.example` };
  const load = await LoadGenerator.start({
    ...insistent,
    url,
    authorization: `Bearer ${apiKey}`,
    connections: equal,
    count: equal,
    body: { kind: 'same', text: JSON.stringify(lead) },
    keyPrefix: `equal-${run}`,
    ledgerFile,
  });
  try {
    await load.end();
  } finally {
    load.kill();
  }
  return readLedger(ledgerFile);
}
