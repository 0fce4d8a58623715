/** Limits of the readers of files; beyond them a row is a verdict, and the rows after it are still read. */
export type ReaderLimits = {
  /** Characters of one row, its line breaks in quotes counted. */
  readonly rowLength: number;
  /** Columns of a header. */
  readonly columns: number;
  /** Bytes that are decoded at once, where the file has as many: less costs time, more costs memory. */
  readonly leastBytes: number;
  readonly mostBytes: number;
};

export const readerLimits: ReaderLimits = {
  rowLength: 64 * 1024,
  columns: 200,
  leastBytes: 16 * 1024,
  mostBytes: 64 * 1024,
};
