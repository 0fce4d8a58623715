import { migrate } from '../connections/migrations.ts';
import type { Run } from './run.ts';

/** Brings the schema up to date, with the partitions of the coming months; run twice, it changes nothing. */
export const runMigrate: Run = async (config, log) => {
  const ran = await migrate(config.ownerDatabaseUrl);
  log.info({ ran }, ran.length === 0 ? 'the schema is up to date' : 'the schema was brought up to date');
};
