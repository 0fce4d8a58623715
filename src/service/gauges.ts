import { setTimeout as wait } from 'node:timers/promises';
import type { LiveTail } from './http/live-tail.ts';
import type { Service } from './service.ts';

/** A scrape does not wait longer for a database that is slow to answer: all else is to be seen then most of all. */
const longestWaitMs = 500;

/** Sets, before each scrape, the series that are read and not counted. */
export function readGauges(
  { metrics, postgres, frontFlights, bulkFlights, intake, events }: Service,
  tail: LiveTail,
): void {
  metrics.beforeScrape(() => {
    const pool = postgres.load();
    const flights = [frontFlights, bulkFlights];
    const busy = flights.reduce((sum, each) => sum + each.busy(), pool.busy);
    const size = flights.reduce((sum, each) => sum + each.size, pool.size);
    metrics.set('midcoast_database_connections', { state: 'busy' }, busy);
    metrics.set('midcoast_database_connections', { state: 'idle' }, size - busy);
    const waiting = flights.reduce((sum, each) => sum + each.waiting(), pool.waiting);
    metrics.set('midcoast_database_connections', { state: 'waiting' }, waiting);
    metrics.set('midcoast_intake_waiting', {}, intake.waiting());
    metrics.set('midcoast_event_streams', {}, tail.size());
  });
  let reading: Promise<void> | undefined;
  const readLags = async () => {
    // Where the database is away the lag stays as it was read last; `up` and the probes tell of the database.
    const lags = await events.lags().catch(() => []);
    for (const lag of lags) metrics.set('midcoast_consumer_lag_events', { group: lag.group }, lag.events);
    reading = undefined;
  };
  metrics.beforeScrape(async () => {
    reading ??= readLags();
    await Promise.race([reading, wait(longestWaitMs, undefined, { ref: false })]);
  });
}
