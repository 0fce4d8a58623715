import { connectPostgres, inTransaction } from '../connections/postgres.ts';
import { memoryCache } from '../connections/cache-memory.ts';
import { replayErasures } from '../leads/erasure.ts';
import { rebuildTallies } from '../leads/leaderboard.ts';
import type { Run } from './run.ts';

/**
 * Makes a database that was restored fit to serve: people who asked to be forgotten since the backup was made
 * are forgotten again, and what is counted from the log is counted anew. Run again, it changes nothing.
 */
export const runRestore: Run = async (config, log) => {
  const postgres = connectPostgres(config.databaseUrl, 'midcoast-restore', 2);
  const cache = memoryCache();
  try {
    const erased = await replayErasures(postgres);
    const accounts = await inTransaction(postgres, { wholeShard: true }, async (transaction) => {
      const { rows } = await transaction.query<{ id: string }>('select id from accounts order by id');
      return rows.map((row) => row.id);
    });
    for (const account of accounts) await rebuildTallies({ postgres, cache }, account);
    log.info({ erased, accounts: accounts.length }, 'the restored database is fit to serve');
  } finally {
    await postgres.close();
    await cache.close();
  }
};
