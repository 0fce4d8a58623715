import type { Cache } from '../connections/cache.ts';
import { inTransaction, type Postgres } from '../connections/postgres.ts';
import { parseLead } from '../leads/candidate.ts';
import type { ContactKeys } from '../leads/contact.ts';
import type { Arrival, Decision } from '../leads/decision.ts';
import type { Companion } from '../leads/intake-store.ts';
import type { Store } from '../leads/intake.ts';
import { orderedId } from '../leads/ordered-id.ts';
import type { SourceDirectory } from '../leads/source.ts';
import { keepVerdicts, type RowVerdict } from './row-verdict.ts';

/** A row of a file as its reader gives it. */
export type ReadRow =
  | { readonly kind: 'lead'; readonly row: number; readonly input: { readonly source?: unknown } }
  | { readonly kind: 'unreadable'; readonly row: number; readonly code: string; readonly detail: string };

/** What deciding the rows of a file needs. */
export type ImportDoor = {
  readonly postgres: Postgres;
  readonly store: Store;
  readonly contactKeys: ContactKeys;
  readonly sources: SourceDirectory;
  readonly cache: Cache;
  /** Called after each commit with its verdicts. */
  readonly committed: (verdicts: readonly RowVerdict[]) => void;
};

export type ImportRun = {
  readonly account: string;
  readonly actor: string;
  readonly ratePerSecond: number;
  readonly importId: string;
  /** Source of every row; absent: the row's own, or `fallbackSource`. */
  readonly source: string | undefined;
  /** Rows decided before the import was cut off: they are not decided again. */
  readonly rowsDone: number;
  /** Bytes read so far. */
  readonly bytes: () => number;
};

/** Source of rows that name none, where the import names none either. */
export const fallbackSource = 'Import';

/** Rows that share a transaction. */
const batchSize = 1_000;

/**
 * Decides the rows of a file in their order, a batch a transaction with its verdicts, while the next batch is
 * read and parsed. Memory holds two batches, however long the file. Throws what the reader or store throws;
 * what was committed before stays, and the import can go on after it.
 */
export async function decideRows(
  door: ImportDoor,
  run: ImportRun,
  rows: AsyncIterable<readonly ReadRow[]>,
): Promise<void> {
  let committing: Promise<void> = Promise.resolve();
  let gathered = new ParsedBatch();
  const commit = async () => {
    const batch = gathered;
    gathered = new ParsedBatch();
    batch.bytes = run.bytes();
    const before = committing;
    committing = decideBatch(door, run, batch, before);
    committing.catch(() => undefined); // Thrown where it is awaited.
    await before;
  };
  for await (const read of rows) {
    for (const row of read) {
      if (row.row <= run.rowsDone) continue;
      // Each as it comes: a whole batch at one go would keep the database waiting for its next statement.
      const slow = gathered.take(door, run, row);
      if (slow !== undefined) await slow;
      if (gathered.rows === batchSize) await commit();
    }
  }
  if (gathered.rows > 0) await commit();
  await committing;
}

/** Rows that share a transaction, ready to be decided. */
class ParsedBatch {
  readonly arrivals: Arrival[] = [];
  /** The row of each arrival. */
  readonly arrivalRows: number[] = [];
  readonly refused: RowVerdict[] = [];
  bytes = 0;

  get rows(): number {
    return this.arrivals.length + this.refused.length;
  }

  /** Takes one more row. Answers a promise where its source is not known yet: the next row waits for it. */
  take(door: ImportDoor, run: ImportRun, read: ReadRow): Promise<void> | undefined {
    if (read.kind === 'unreadable') {
      this.refused.push({ row: read.row, verdict: 'unreadable', code: read.code, detail: read.detail });
      return undefined;
    }
    const source = run.source ?? read.input.source ?? fallbackSource;
    const given = source === read.input.source ? read.input : { ...read.input, source };
    const parsed = parseLead(given, door.contactKeys);
    if (parsed.kind === 'rejected') {
      const fault = parsed.faults[0];
      this.refused.push({
        row: read.row,
        verdict: 'rejected',
        code: fault?.code ?? 'not_allowed',
        field: fault?.path.slice(1) ?? '',
        detail: fault?.detail ?? '',
      });
      return undefined;
    }
    const { candidate } = parsed;
    const id = orderedId();
    const add = (sourceId: string) => {
      this.arrivals.push({ account: run.account, id, sourceId, candidate, importId: run.importId });
      this.arrivalRows.push(read.row);
    };
    const sourceId = door.sources.idOf(run.account, candidate.sourceName);
    if (typeof sourceId !== 'string') return sourceId.then(add);
    add(sourceId);
    return undefined;
  }
}

/** Decides a batch once the one before it is decided: `before` rejects where that failed, and then this is not. */
async function decideBatch(
  door: ImportDoor,
  run: ImportRun,
  batch: ParsedBatch,
  before: Promise<void>,
): Promise<void> {
  const { account, importId } = run;
  await keepToRate(door.cache, run, batch.arrivals.length);
  let verdicts: readonly RowVerdict[] = batch.refused;
  if (batch.arrivals.length === 0) {
    await before;
    await inTransaction(door.postgres, { accounts: [account] }, (transaction) =>
      keepVerdicts(transaction, account, importId, verdicts, batch.bytes),
    );
  } else {
    const companion: Companion = (transaction, decisions) => {
      const decided = decisions.map((decision, index) => verdictOf(decision, batch.arrivalRows[index] ?? 0));
      verdicts = [...batch.refused, ...decided];
      return keepVerdicts(transaction, account, importId, verdicts, batch.bytes);
    };
    await door.store(batch.arrivals, companion, before);
  }
  door.committed(verdicts);
}

function verdictOf(decided: Decision, row: number): RowVerdict {
  switch (decided.kind) {
    case 'accepted':
      return { row, verdict: 'accepted', leadId: decided.id };
    case 'duplicate':
      return {
        row,
        verdict: 'duplicate',
        leadId: decided.id,
        duplicateOf: decided.duplicateOf,
        code: `same_${decided.matchedOn[0]}`,
      };
    case 'suppressed':
      return {
        row,
        verdict: 'suppressed',
        leadId: decided.id,
        code: decided.reasons[0]?.code ?? 'suppressed',
      };
    case 'mismatch':
      throw new Error('rows of a file bear no idempotency keys');
  }
}

/** Bulk takes from the same allowance as single leads, and waits where those are refused. */
async function keepToRate(cache: Cache, run: ImportRun, rows: number): Promise<void> {
  const allowance = { perSecond: run.ratePerSecond, burst: run.ratePerSecond };
  for (let left = rows; left > 0;) {
    const cost = Math.min(left, run.ratePerSecond);
    const taken = await cache.take(`leads:${run.actor}`, allowance, cost);
    if (taken.allowed) left -= cost;
    else await new Promise((resolve) => setTimeout(resolve, taken.retryAfterSeconds * 1000));
  }
}
