import { v7 } from 'uuid';
import { inTransaction, type Postgres, type Transaction } from '../connections/postgres.ts';
import { appendEvents } from '../leads/outbox.ts';

export const importStatuses = ['running', 'finished', 'interrupted', 'failed'] as const;
export type ImportStatus = (typeof importStatuses)[number];

export type ImportCounts = {
  readonly rows: number;
  readonly accepted: number;
  readonly duplicate: number;
  readonly suppressed: number;
  readonly rejected: number;
  readonly unreadable: number;
};

export type ColumnMapping = { readonly column: string; readonly field: string | null };

/**
 * An import: `running` from its start; `finished` when every row is decided; `interrupted` when the file was
 * cut off or the process died (the same key goes on with it); `failed` when the file cannot be read at all.
 */
export type ImportRecord = ImportCounts & {
  readonly id: string;
  readonly name: string | null;
  readonly source: string | null;
  readonly status: ImportStatus;
  readonly startedAt: string;
  readonly finishedAt: string | null;
  readonly bytes: number;
  readonly mapping: ColumnMapping[];
  readonly failure: { readonly code: string; readonly detail: string } | null;
};

export type NewImport = {
  readonly account: string;
  readonly idempotencyKey: string | undefined;
  readonly name: string | undefined;
  readonly source: string | undefined;
};

/** Seconds without a batch after which a running import counts as cut off. */
const stillAfterSeconds = 60;

export type Begun =
  | { readonly kind: 'started'; readonly id: string; readonly rowsDone: number }
  | { readonly kind: 'in_flight' }
  | { readonly kind: 'done'; readonly record: ImportRecord };

/** Begins an import, or goes on with the one that bears the same key and was cut off. */
export async function beginImport(postgres: Postgres, wanted: NewImport): Promise<Begun> {
  const { account, idempotencyKey, name, source } = wanted;
  return inTransaction(postgres, { accounts: [account] }, async (transaction) => {
    const id = v7();
    const made = await transaction.query(
      `insert into imports (account_id, id, idempotency_key, name, source, status) values ($1, $2, $3, $4, $5, 'running')
       on conflict (account_id, idempotency_key) where idempotency_key is not null do nothing`,
      [account, id, idempotencyKey ?? null, name ?? null, source ?? null],
    );
    if (made.rowCount === 1) {
      await appendEvents(transaction, [{ account, type: 'import.started', subject: id, data: {} }]);
      return { kind: 'started', id, rowsDone: 0 };
    }
    return goOn(transaction, account, idempotencyKey ?? '');
  });
}

async function goOn(transaction: Transaction, account: string, key: string): Promise<Begun> {
  const { rows } = await transaction.query<Row & { still: boolean; rows_done: number }>(
    `select ${columns}, moved_at < now() - make_interval(secs => ${stillAfterSeconds}) as still,
       (select coalesce(max(row), 0) from import_rows r where r.account_id = i.account_id and r.import_id = i.id) as rows_done
     from imports i where account_id = $1 and idempotency_key = $2 for update`,
    [account, key],
  );
  const row = rows[0];
  if (row === undefined) return { kind: 'in_flight' }; // Begun by another transaction that is not yet over.
  if (row.status === 'finished') return { kind: 'done', record: recordOf(row) };
  if (row.status === 'running' && !row.still) return { kind: 'in_flight' };
  await transaction.query(
    "update imports set status = 'running', moved_at = now(), failure = null, finished_at = null where account_id = $1 and id = $2",
    [account, row.id],
  );
  return { kind: 'started', id: row.id, rowsDone: row.rows_done };
}

/** Ends an import, once: later ends change nothing. */
export async function endImport(
  postgres: Postgres,
  account: string,
  id: string,
  end: {
    readonly status: Exclude<ImportStatus, 'running'>;
    readonly bytes: number;
    readonly failure?: { code: string; detail: string };
  },
): Promise<void> {
  await inTransaction(postgres, { accounts: [account] }, async (transaction) => {
    const ended = await transaction.query(
      `update imports set status = $3, finished_at = now(), bytes = $4, failure = $5
       where account_id = $1 and id = $2 and status = 'running'`,
      [account, id, end.status, end.bytes, end.failure ?? null],
    );
    if (ended.rowCount !== 1 || end.status !== 'finished') return;
    await appendEvents(transaction, [{ account, type: 'import.finished', subject: id, data: {} }]);
  });
}

/** Keeps which column was read as which field. */
export async function keepMapping(
  postgres: Postgres,
  account: string,
  id: string,
  mapping: readonly ColumnMapping[],
): Promise<void> {
  await inTransaction(postgres, { accounts: [account] }, (transaction) =>
    transaction.query('update imports set mapping = $3 where account_id = $1 and id = $2', [
      account,
      id,
      JSON.stringify(mapping),
    ]),
  );
}

/** One import; undefined where the account has none of this id. */
export async function readImport(
  postgres: Postgres,
  account: string,
  id: string,
): Promise<ImportRecord | undefined> {
  return inTransaction(postgres, { accounts: [account] }, async (transaction) => {
    const { rows } = await transaction.query<Row>(
      `select ${columns} from imports i where account_id = $1 and id = $2`,
      [account, id],
    );
    return rows[0] === undefined ? undefined : recordOf(rows[0]);
  });
}

/** Imports, newest first, from `before` on. */
export async function listImports(
  postgres: Postgres,
  account: string,
  limit: number,
  before: string | undefined,
): Promise<readonly ImportRecord[]> {
  return inTransaction(postgres, { accounts: [account] }, async (transaction) => {
    const { rows } = await transaction.query<Row>(
      `select ${columns} from imports i where account_id = $1 and ($2::uuid is null or id < $2) order by id desc limit $3`,
      [account, before ?? null, limit],
    );
    return rows.map(recordOf);
  });
}

const columns = `i.id, name, source, status, started_at, finished_at, bytes, rows, accepted, duplicate, suppressed,
  rejected, unreadable, mapping, failure`;

type Row = {
  id: string;
  name: string | null;
  source: string | null;
  status: ImportStatus;
  started_at: Date;
  finished_at: Date | null;
  bytes: string;
  rows: string;
  accepted: string;
  duplicate: string;
  suppressed: string;
  rejected: string;
  unreadable: string;
  mapping: ColumnMapping[];
  failure: { code: string; detail: string } | null;
};

function recordOf(row: Row): ImportRecord {
  return {
    id: row.id,
    name: row.name,
    source: row.source,
    status: row.status,
    startedAt: row.started_at.toISOString(),
    finishedAt: row.finished_at?.toISOString() ?? null,
    bytes: Number(row.bytes),
    rows: Number(row.rows),
    accepted: Number(row.accepted),
    duplicate: Number(row.duplicate),
    suppressed: Number(row.suppressed),
    rejected: Number(row.rejected),
    unreadable: Number(row.unreadable),
    mapping: row.mapping,
    failure: row.failure,
  };
}
