import type { Fault } from '../leads/fault.ts';
import { mapColumns } from './columns.ts';
import { readCsv } from './csv-reader.ts';
import type { ReadRow } from './import-job.ts';
import type { ColumnMapping } from './import-record.ts';
import { readNdjson } from './ndjson-reader.ts';
import type { UnusableFile } from './unusable-file.ts';

/** The file as a whole cannot be read: no row of it is. */
export class UnreadableFile extends Error {
  readonly faults: readonly Fault[];

  constructor(faults: readonly Fault[]) {
    super(faults[0]?.detail ?? 'the file cannot be read');
    this.faults = faults;
  }

  get code(): string {
    return this.faults[0]?.code ?? 'unreadable';
  }
}

export type RowOptions = {
  readonly format: 'csv' | 'ndjson';
  /** Column → field, or «-» to leave it out. */
  readonly override: Readonly<Record<string, string>>;
  /** Whether all rows have one source, whatever a column says. */
  readonly sourceGiven: boolean;
  /** Called once, when the columns are known. */
  readonly onMapping: (mapping: readonly ColumnMapping[]) => Promise<void>;
};

/** The rows of a file as leads are given. Throws `UnreadableFile` before the first row where there are none. */
export function readRows(
  bytes: AsyncIterable<Uint8Array>,
  options: RowOptions,
): AsyncIterable<readonly ReadRow[]> {
  return options.format === 'csv' ? csvRows(bytes, options) : ndjsonRows(bytes);
}

async function* csvRows(
  bytes: AsyncIterable<Uint8Array>,
  options: RowOptions,
): AsyncIterable<readonly ReadRow[]> {
  const file = await readCsv(bytes);
  if (file.kind === 'unusable') throw unreadable(file);
  const columns = mapColumns(file.columns, { override: options.override, sourceGiven: options.sourceGiven });
  if (columns.kind === 'refused') throw new UnreadableFile(columns.faults);
  await options.onMapping(columns.mapping);
  for await (const rows of file.rows) {
    yield rows.map((row): ReadRow =>
      row.kind === 'unreadable' ? row : { kind: 'lead', row: row.row, input: columns.toLeadInput(row.cells) },
    );
  }
}

async function* ndjsonRows(bytes: AsyncIterable<Uint8Array>): AsyncIterable<readonly ReadRow[]> {
  const file = await readNdjson(bytes);
  if (file.kind === 'unusable') throw unreadable(file);
  for await (const rows of file.rows) {
    yield rows.map((row): ReadRow =>
      row.kind === 'unreadable' ? row : { kind: 'lead', row: row.row, input: row.value },
    );
  }
}

function unreadable({ code, detail }: UnusableFile): UnreadableFile {
  return new UnreadableFile([{ path: '', code, detail }]);
}
