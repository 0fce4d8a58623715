import type { Config } from './config.ts';
import { memoryCache } from './connections/cache-memory.ts';
import type { Cache } from './connections/cache.ts';
import { postgresEvents } from './connections/events-postgres.ts';
import type { Events } from './connections/events.ts';
import { openFlights, type Flights } from './connections/flights.ts';
import { openMetrics, type Metrics } from './connections/metrics.ts';
import { connectPostgres, type Postgres } from './connections/postgres.ts';
import { contactKeys, type ContactKeys } from './leads/contact.ts';
import { databaseStore, intakeLimits, openIntake, type Intake, type Store } from './leads/intake.ts';
import { openSourceDirectory, type SourceDirectory } from './leads/source.ts';

/** What the parts of `app` stand on: connections, and the lead service over them. */
export type Service = {
  readonly postgres: Postgres;
  readonly cache: Cache;
  readonly events: Events;
  readonly metrics: Metrics;
  readonly contactKeys: ContactKeys;
  readonly sources: SourceDirectory;
  /** The front door, for leads one by one. */
  readonly intake: Intake;
  readonly frontFlights: Flights;
  /** The same door for whole batches: connections of their own, so that a file holds up nobody. */
  readonly bulk: Store;
  readonly bulkFlights: Flights;
  close(): Promise<void>;
};

/** Batches of imports under way at once. */
const bulkConnections = 2;

/** Opens the embedded set of connections: PostgreSQL for the log, this process's memory for the cache. */
export async function openService(config: Config): Promise<Service> {
  const { databaseUrl } = config;
  const metrics = openMetrics();
  const postgres = connectPostgres(
    databaseUrl,
    'midcoast-app',
    config.databasePool - intakeLimits.flights - bulkConnections,
  );
  const events = await postgresEvents(postgres, databaseUrl);
  const cache = memoryCache();
  const frontFlights = openFlights(databaseUrl, 'midcoast-intake', intakeLimits.flights);
  const bulkFlights = openFlights(databaseUrl, 'midcoast-bulk', bulkConnections);
  const intake = openIntake(databaseStore(frontFlights.fly), {
    batchDone: (size) => metrics.observe('midcoast_intake_batch_size', {}, size),
  });
  return {
    postgres,
    cache,
    events,
    metrics,
    contactKeys: contactKeys(config.contactKeySecret),
    sources: openSourceDirectory(postgres),
    intake,
    frontFlights,
    bulk: databaseStore(bulkFlights.fly),
    bulkFlights,
    close: async () => {
      await intake.idle();
      await events.close();
      await Promise.all([frontFlights.close(), bulkFlights.close(), cache.close()]);
      await postgres.close();
    },
  };
}
