import type { Transaction } from '../connections/postgres.ts';
import { safeCell } from './formula-guard.ts';
import { readVerdicts } from './row-verdict.ts';

/** The columns of a verdict file, in their order. */
export const verdictColumns = ['row', 'verdict', 'id', 'duplicateOf', 'code', 'field', 'detail'] as const;

/** Verdicts read and written at once. */
const pageSize = 5_000;

export type InAccount = <T>(work: (transaction: Transaction) => Promise<T>) => Promise<T>;

/** The verdict file of an import as CSV, piece by piece, in constant memory. */
export async function* verdictFile(
  inAccount: InAccount,
  account: string,
  importId: string,
): AsyncIterable<string> {
  yield `${verdictColumns.join(',')}\r\n`;
  for (let after = 0, more = true; more;) {
    const verdicts = await inAccount((transaction) =>
      readVerdicts(transaction, account, importId, after, pageSize),
    );
    if (verdicts.length > 0) {
      yield (
        verdicts
          .map(({ row, verdict, leadId, duplicateOf, code, field, detail }) =>
            [String(row), verdict, leadId, duplicateOf, code, field, detail]
              .map((cell) => safeCell(cell ?? ''))
              .join(','),
          )
          .join('\r\n') + '\r\n'
      );
    }
    after = verdicts.at(-1)?.row ?? after;
    more = verdicts.length === pageSize;
  }
}
