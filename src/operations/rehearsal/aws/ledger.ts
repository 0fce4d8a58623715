import type { LedgerEntry } from '../report.ts';

/** A row of the ledger, with the resource types that it is about. */
export type LedgerRow = LedgerEntry & {
  readonly types: readonly string[];
};

export const ledger: readonly LedgerRow[] = [];

/** Types that no emulator lists: their rows say so, and the search for leftovers leaves them out. */
export const excusedTypes: ReadonlySet<string> = new Set([
  'aws_accessanalyzer_analyzer',
  'aws_codeconnections_connection',
  'aws_backup_restore_testing_plan',
  'aws_msk_configuration',
  'aws_db_instance_automated_backups_replication',
]);
