import type { LiveTail } from './http/live-tail.ts';
import type { Service } from './service.ts';

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
  metrics.beforeScrape(async () => {
    // Where the database is away the lag stays as it was read last; `up` and the probes tell of the database.
    const lags = await events.lags().catch(() => []);
    for (const lag of lags) metrics.set('midcoast_consumer_lag_events', { group: lag.group }, lag.events);
  });
}
