/** Why a row cannot be read, in words that quote nothing of it: verdicts hold no personal data. */
export const unreadableReasons = {
  ragged_row: 'the row has not as many cells as the header',
  unclosed_quote: 'a quote is opened and not closed; reading goes on at the next line',
  row_too_long: 'the row is longer than a row may be',
  nul_byte: 'the row holds U+0000, which no text has',
  bad_json: 'the line is not JSON',
  not_an_object: 'the line is JSON, but no object',
} as const;

export type UnreadableCode = keyof typeof unreadableReasons;

/** A row that cannot be read. `row` counts from 1 and is never given twice. */
export type UnreadableRow = {
  readonly kind: 'unreadable';
  readonly row: number;
  readonly code: UnreadableCode;
  readonly detail: string;
};

/** Says that a row cannot be read, in the words of the table or in those given. */
export function unreadableRow(
  row: number,
  code: UnreadableCode,
  detail: string = unreadableReasons[code],
): UnreadableRow {
  return { kind: 'unreadable', row, code, detail };
}
