/**
 * Writes a text as a cell of a CSV file for download (RFC 4180, comma), so that no program runs it: a text that
 * begins as a formula gets an apostrophe there. So does what stands after a semicolon, a tab or a line end
 * within it, where a program that splits there would begin a cell.
 * The signs are those of https://owasp.org/www-community/attacks/CSV_Injection, their full-width forms too.
 */
export function safeCell(text: string): string {
  const guarded = text.replace(formulaStart, "'");
  return mustQuote.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded;
}

const formulaStart = /(?<=(?:^|[;\t\r\n]) *)(?=[=+\-@\t\r＝＋－＠])/g;

/** A cell that begins or ends in a space is quoted too, since readers may trim what is not. */
const mustQuote = /[",;\t\r\n]|^ | $/;
