/** What our reporter tells about the tests of a file. */
export type TestEvent =
  /** A test or suite at the top of the file waits for its turn, and has ended. */
  | { readonly kind: 'open' | 'close' }
  | { readonly kind: 'pass'; readonly name: string }
  | { readonly kind: 'skip'; readonly name: string; readonly reason: string }
  | { readonly kind: 'fail'; readonly name: string; readonly error: string }
  /** What the runner says about the file, such as an error after the end of its tests. */
  | { readonly kind: 'note'; readonly text: string };

/** Begins each event on standard output, where the file writes as it likes: the ASCII record separator. */
const mark = '\u001E';

/** An event as it is written. */
export function writeEvent(event: TestEvent): string {
  return `${mark}${JSON.stringify(event)}\n`;
}

/** What the file itself wrote in a line, and the event at its end, if there is one. */
export function readLine(line: string): { readonly written: string; readonly event?: TestEvent } {
  const at = line.indexOf(mark);
  if (at === -1) return { written: `${line}\n` };
  return { written: line.slice(0, at), event: JSON.parse(line.slice(at + 1)) as TestEvent };
}
