/** Why a file cannot be read at all, in words that quote nothing of it. */
export const unusableReasons = {
  empty_file: 'the file holds no line that is not empty',
  not_text: 'the file is not text; save it as CSV in UTF-8, not as a workbook or an archive',
  header_unreadable:
    'the first line cannot be read as names of columns: a quote in it is not closed, or it is too long',
  too_many_columns: 'the file has more columns than a file may have',
} as const;

export type UnusableCode = keyof typeof unusableReasons;

/** A file of which no row can be read. */
export type UnusableFile = {
  readonly kind: 'unusable';
  readonly code: UnusableCode;
  readonly detail: string;
};

/** Says that a file cannot be read at all, in the words of the table or in those given. */
export function unusableFile(code: UnusableCode, detail: string = unusableReasons[code]): UnusableFile {
  return { kind: 'unusable', code, detail };
}
