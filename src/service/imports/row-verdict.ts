import { integerArray, uuidArray } from '../connections/binary-array.ts';
import type { Transaction } from '../connections/postgres.ts';
import type { ImportCounts } from './import-record.ts';

/** What became of a row. `field` and `detail` say what is wrong without quoting the row. */
export type RowVerdict = {
  readonly row: number;
  readonly verdict: 'accepted' | 'duplicate' | 'suppressed' | 'rejected' | 'unreadable';
  readonly leadId?: string;
  readonly duplicateOf?: string;
  readonly code?: string;
  readonly field?: string;
  readonly detail?: string;
};

/** Keeps the verdicts of a batch and moves the import's counts, in the transaction of the batch's leads. */
export async function keepVerdicts(
  transaction: Transaction,
  account: string,
  importId: string,
  verdicts: readonly RowVerdict[],
  bytes: number,
): Promise<void> {
  const counts = countsOf(verdicts);
  const accepted = verdicts.filter(({ verdict }) => verdict === 'accepted');
  const others = verdicts.filter(({ verdict }) => verdict !== 'accepted');
  await Promise.all([
    accepted.length === 0 ? undefined : keepAccepted(transaction, account, importId, accepted),
    others.length === 0 ? undefined : keepOthers(transaction, account, importId, others),
    transaction.query({
      name: 'count-verdicts',
      text: `update imports set moved_at = now(), bytes = $3, rows = rows + $4, accepted = accepted + $5,
          duplicate = duplicate + $6, suppressed = suppressed + $7, rejected = rejected + $8, unreadable = unreadable + $9
        where account_id = $1 and id = $2`,
      values: [
        account,
        importId,
        bytes,
        counts.rows,
        counts.accepted,
        counts.duplicate,
        counts.suppressed,
        counts.rejected,
        counts.unreadable,
      ],
    }),
  ]);
}

/** Most rows of most files are: they need nothing said of them. */
async function keepAccepted(
  transaction: Transaction,
  account: string,
  importId: string,
  verdicts: readonly RowVerdict[],
): Promise<void> {
  await transaction.query({
    name: 'keep-accepted',
    text: `insert into import_rows (account_id, import_id, row, verdict, lead_id)
      select $1, $2, unnest($3::integer[]), 'accepted', unnest($4::uuid[])`,
    values: [
      account,
      importId,
      integerArray(verdicts.map(({ row }) => row)),
      uuidArray(verdicts.map(({ leadId }) => leadId)),
    ],
  });
}

async function keepOthers(
  transaction: Transaction,
  account: string,
  importId: string,
  verdicts: readonly RowVerdict[],
): Promise<void> {
  const column = <T>(value: (verdict: RowVerdict) => T | undefined) =>
    verdicts.map((verdict) => value(verdict) ?? null);
  await transaction.query({
    name: 'keep-verdicts',
    text: `insert into import_rows (account_id, import_id, row, verdict, lead_id, duplicate_of, code, field, detail)
      select $1, $2, * from unnest($3::integer[], $4::text[], $5::uuid[], $6::uuid[], $7::text[], $8::text[], $9::text[])`,
    values: [
      account,
      importId,
      column((verdict) => verdict.row),
      column((verdict) => verdict.verdict),
      column((verdict) => verdict.leadId),
      column((verdict) => verdict.duplicateOf),
      column((verdict) => verdict.code),
      column((verdict) => verdict.field),
      column((verdict) => verdict.detail),
    ],
  });
}

function countsOf(verdicts: readonly RowVerdict[]): ImportCounts {
  const counts = {
    rows: verdicts.length,
    accepted: 0,
    duplicate: 0,
    suppressed: 0,
    rejected: 0,
    unreadable: 0,
  };
  for (const { verdict } of verdicts) counts[verdict] += 1;
  return counts;
}

/** Verdicts of an import in the order of its rows, after a row. */
export async function readVerdicts(
  transaction: Transaction,
  account: string,
  importId: string,
  after: number,
  limit: number,
): Promise<readonly RowVerdict[]> {
  const { rows } = await transaction.query<VerdictRow>({
    name: 'read-verdicts',
    text: `select row, verdict, lead_id, duplicate_of, code, field, detail from import_rows
      where account_id = $1 and import_id = $2 and row > $3 order by row limit $4`,
    values: [account, importId, after, limit],
  });
  return rows.map(({ lead_id, duplicate_of, code, field, detail, ...rest }) => ({
    ...rest,
    ...(lead_id === null ? {} : { leadId: lead_id }),
    ...(duplicate_of === null ? {} : { duplicateOf: duplicate_of }),
    ...(code === null ? {} : { code }),
    ...(field === null ? {} : { field }),
    ...(detail === null ? {} : { detail }),
  }));
}

type VerdictRow = {
  row: number;
  verdict: RowVerdict['verdict'];
  lead_id: string | null;
  duplicate_of: string | null;
  code: string | null;
  field: string | null;
  detail: string | null;
};
