import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { openMetrics } from './connections/metrics.ts';
import { readGauges } from './gauges.ts';
import type { LiveTail } from './http/live-tail.ts';
import type { Service } from './service.ts';

const lag = { group: 'leaderboard', events: 7 } as const;

/** A service whose database answers on its lags when it is told to. */
function sick() {
  const metrics = openMetrics();
  const asked: PromiseWithResolvers<unknown>[] = [];
  const flights = { busy: () => 1, waiting: () => 3, size: 2 };
  const service = {
    metrics,
    postgres: { load: () => ({ busy: 1, size: 4, waiting: 5 }) },
    frontFlights: flights,
    bulkFlights: flights,
    intake: { waiting: () => 11 },
    events: {
      lags: async () => {
        const next = Promise.withResolvers<unknown>();
        asked.push(next);
        return next.promise;
      },
    },
  } as unknown as Service;
  readGauges(service, { size: () => 0 } as LiveTail);
  return { metrics, asked };
}

describe('gauges', () => {
  it('are scraped while the database says nothing, which is asked once and heard later', async () => {
    const { metrics, asked } = sick();
    for (const scraped of [await metrics.scrape(), await metrics.scrape()]) {
      assert.match(scraped, /^midcoast_database_connections\{state="waiting"\} 11$/m);
      assert.match(scraped, /^midcoast_intake_waiting 11$/m);
      assert.doesNotMatch(scraped, /^midcoast_consumer_lag_events\{/m);
    }
    assert.equal(asked.length, 1);
    asked[0]?.resolve([lag]);
    assert.match(await metrics.scrape(), /^midcoast_consumer_lag_events\{group="leaderboard"\} 7$/m);
    asked[1]?.resolve([]);
    await metrics.scrape();
  });

  it('keep the last lag while the database is away', async () => {
    const { metrics, asked } = sick();
    const first = metrics.scrape();
    asked[0]?.resolve([lag]);
    await first;
    const second = metrics.scrape();
    asked[1]?.reject(new Error('away'));
    assert.match(await second, /^midcoast_consumer_lag_events\{group="leaderboard"\} 7$/m);
  });
});
