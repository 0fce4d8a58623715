import pg from 'pg';

/** A connection inside a transaction. */
export type Transaction = Pick<pg.ClientBase, 'query'>;

export type Postgres = {
  readonly pool: pg.Pool;
  /** Connections now: all, at work, idle, and requests that wait for one. */
  load(): { readonly size: number; readonly busy: number; readonly idle: number; readonly waiting: number };
  close(): Promise<void>;
};

/** Milliseconds after which PostgreSQL ends what a request should never need. */
const limits = { statement: 30_000, idleInTransaction: 15_000, transaction: 60_000, connect: 5_000 } as const;

const sessionOptions = [
  `-c statement_timeout=${limits.statement}`,
  `-c idle_in_transaction_session_timeout=${limits.idleInTransaction}`,
  `-c transaction_timeout=${limits.transaction}`,
  '-c timezone=UTC',
].join(' ');

/** What every connection of the service is opened with. */
export function connectionSettings(url: string, applicationName: string, options = ''): pg.ClientConfig {
  return {
    connectionString: url,
    application_name: applicationName,
    connectionTimeoutMillis: limits.connect,
    keepAlive: true,
    options: sessionOptions + options,
  };
}

/** Opens a pool of at most `size` connections. Lost connections are replaced at the next use. */
export function connectPostgres(url: string, applicationName: string, size: number): Postgres {
  const pool = new pg.Pool({
    ...connectionSettings(url, applicationName),
    max: size,
    idleTimeoutMillis: 60_000,
  });
  pool.on('error', () => undefined); // An idle connection was lost; the pool has already let it go.
  // One at work was lost: its query says so. Without a listener of its own the loss would end the process.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return {
    pool,
    load: () => ({
      size: pool.totalCount,
      busy: pool.totalCount - pool.idleCount,
      idle: pool.idleCount,
      waiting: pool.waitingCount,
    }),
    close: () => pool.end(),
  };
}

/** What a transaction may see: the rows of the accounts listed, or the log and account list of the shard. */
export type Scope =
  | { readonly accounts: readonly string[] }
  | { readonly wholeShard: true }
  | { readonly signIn: string };

/**
 * Runs `work` in one transaction of the scope given. It is committed when `work` returns and rolled back
 * when it throws; a connection that cannot be rolled back is thrown away.
 */
export async function inTransaction<T>(
  postgres: Postgres,
  scope: Scope,
  work: (transaction: Transaction) => Promise<T>,
): Promise<T> {
  const client = await postgres.pool.connect();
  let broken: Error | undefined;
  try {
    await client.query('begin');
    await client.query({ name: 'scope', text: 'select set_config($1, $2, true)', values: settingOf(scope) });
    const result = await work(client);
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback').catch((failure: Error) => {
      broken = failure;
    });
    throw error;
  } finally {
    client.release(broken);
  }
}

/** The setting that row-level security reads, and its value. */
export function settingOf(scope: Scope): [name: string, value: string] {
  if ('accounts' in scope) return ['midcoast.accounts', `{${scope.accounts.join(',')}}`];
  if ('signIn' in scope) return ['midcoast.sign_in', scope.signIn.toLowerCase()];
  return ['midcoast.whole_shard', 'on'];
}

/** What a failure of the database means to whoever asked. */
export type DatabaseTrouble = 'unreachable' | 'full' | 'retry' | 'too_slow' | 'other';

const troubleOfCode: Readonly<Record<string, DatabaseTrouble>> = {
  '53100': 'full',
  '53200': 'unreachable',
  '53300': 'unreachable',
  '57P01': 'unreachable',
  '57P02': 'unreachable',
  '57P03': 'unreachable',
  '57P05': 'unreachable',
  '25P03': 'unreachable',
  '25P04': 'too_slow',
  '57014': 'too_slow',
  '40001': 'retry',
  '40P01': 'retry',
};

/** Sorts an error of `pg` (https://www.postgresql.org/docs/18/errcodes-appendix.html). */
export function databaseTrouble(error: unknown): DatabaseTrouble {
  if (!(error instanceof Error)) return 'other';
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const known = troubleOfCode[code];
  if (known !== undefined) return known;
  if (code.startsWith('08') || code === 'ECONNREFUSED' || code === 'ECONNRESET' || code === 'EPIPE')
    return 'unreachable';
  return /connection|terminated|timeout exceeded when trying to connect/i.test(error.message) &&
    !/^[0-9A-Z]{5}$/.test(code)
    ? 'unreachable'
    : 'other';
}

/** Whether an error says that a unique constraint refused a row. */
export function isUniqueViolation(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '23505';
}
