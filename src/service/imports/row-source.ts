import type { Fault } from '../leads/fault.ts';
import type { ReadRow } from './import-job.ts';
import type { ColumnMapping } from './import-record.ts';

/** The file as a whole cannot be read: no row is. */
export class UnreadableFile extends Error {
  readonly fault: Fault;

  constructor(fault: Fault) {
    super(fault.detail);
    this.fault = fault;
  }
}

export type RowOptions = {
  readonly format: 'csv' | 'ndjson';
  /** Column → field, or «-» to leave it out. */
  readonly override: Readonly<Record<string, string>>;
  /** Called once, when the columns are known. */
  readonly onMapping: (mapping: readonly ColumnMapping[]) => Promise<void>;
};

export async function* readRows(_bytes: AsyncIterable<Uint8Array>, _options: RowOptions): AsyncIterable<readonly ReadRow[]> {
  yield [];
}
