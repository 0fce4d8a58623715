import { makeFirstAccount } from '../accounts/first-account.ts';
import type { Run } from './run.ts';

/**
 * Makes the first account of an empty database. On stdout it writes one line of JSON and nothing else: how to
 * get in, or `{"exists":true}`. Its log is on stderr.
 */
export const runBootstrap: Run = async (config, log) => {
  const made = await makeFirstAccount({
    ownerDatabaseUrl: config.ownerDatabaseUrl,
    databaseUrl: config.databaseUrl,
    accountName: config.bootstrapAccount.trim(),
    user: config.bootstrapUser,
  });
  await new Promise<void>((resolve, reject) => {
    const line = `${JSON.stringify(made ?? { exists: true })}\n`;
    process.stdout.write(line, (error) => (error ? reject(error) : resolve()));
  });
  log.info(
    { account: made?.accountId },
    made === undefined ? 'there is an account already' : 'made the first account',
  );
};
