import pg from 'pg';
import { makePartitions, schemaLock } from '../connections/migrations.ts';
import { endCutOffImports } from './cut-off-imports.ts';
import { letExpiredGo, type ExpiringTable } from './expiry.ts';
import { letOldImportsGo } from './old-imports.ts';
import { letMonthsGo, type MonthEnd } from './retention.ts';

export type Upkeep = {
  readonly months: readonly MonthEnd[];
  readonly expired: Readonly<Partial<Record<ExpiringTable, number>>>;
  readonly importsEnded: number;
  readonly importsGone: number;
};

/** Any number that no other advisory lock of this database uses. */
const upkeepLock = 7_304_515;

/**
 * Does what must be done each day: partitions ahead, old months and expired rows let go, dead imports ended.
 * Undefined where another upkeep is at it. Whatever is cut off is done the next time.
 */
export async function keepUp(ownerUrl: string): Promise<Upkeep | undefined> {
  const owner = new pg.Client({
    connectionString: ownerUrl,
    application_name: 'midcoast-maintain',
    options: '-c timezone=UTC',
  });
  owner.on('error', () => undefined); // Said by the query that meets it.
  await owner.connect();
  try {
    const { rows } = await owner.query<{ ours: boolean }>('select pg_try_advisory_lock($1) as ours', [
      upkeepLock,
    ]);
    if (rows[0]?.ours !== true) return undefined;
    await owner.query("select set_config('midcoast.whole_shard', 'on', false)");
    const months = await keepMonths(owner);
    return {
      months,
      expired: await letAllExpiredGo(owner, months),
      importsEnded: await endCutOffImports(owner),
      importsGone: await letOldImportsGo(owner),
    };
  } finally {
    await owner.end();
  }
}

async function keepMonths(owner: pg.Client): Promise<readonly MonthEnd[]> {
  await owner.query('select pg_advisory_lock($1)', [schemaLock]);
  await makePartitions(owner);
  const months = await letMonthsGo(owner);
  await owner.query('select pg_advisory_unlock($1)', [schemaLock]);
  return months;
}

async function letAllExpiredGo(owner: pg.Client, months: readonly MonthEnd[]): Promise<Upkeep['expired']> {
  const expired: Partial<Record<ExpiringTable, number>> = {
    sessions: await letExpiredGo(owner, 'sessions'),
    idempotency_keys: await letExpiredGo(owner, 'idempotency_keys'),
  };
  // Every contact of the shard is looked at for this: only when leads have gone.
  const leadsWent = months.some((month) => month.table === 'leads' && month.kind === 'gone');
  return leadsWent ? { ...expired, contact_keys: await letExpiredGo(owner, 'contact_keys') } : expired;
}
