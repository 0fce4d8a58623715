import { prepareRoles } from '../connections/database-roles.ts';
import { migrate } from '../connections/migrations.ts';
import type { Run } from './run.ts';

/**
 * Makes the roles of the service where an administrator is given and they are missing, then brings the schema up to
 * date, with the partitions of the coming months; run twice, it changes nothing.
 */
export const runMigrate: Run = async (config, log) => {
  const { adminDatabaseUrl: adminUrl, ownerDatabaseUrl: ownerUrl, databaseUrl: appUrl } = config;
  const roles = adminUrl === '' ? [] : await prepareRoles({ adminUrl, ownerUrl, appUrl });
  if (roles.length > 0) log.info({ roles }, 'roles were made, or given the passwords of their secrets');
  const ran = await migrate(ownerUrl);
  log.info({ ran }, ran.length === 0 ? 'the schema is up to date' : 'the schema was brought up to date');
};
