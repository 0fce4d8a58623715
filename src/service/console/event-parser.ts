/** One block of an event stream. Fields that the block did not have are null. */
export type StreamBlock = {
  readonly id: string | null;
  readonly event: string | null;
  readonly data: string | null;
  readonly retryMs: number | null;
};

/**
 * Takes the pieces of a `text/event-stream` as they arrive, cut anywhere, and gives the blocks that they
 * complete. Comments (the heartbeat) give no block. https://html.spec.whatwg.org/#event-stream-interpretation
 */
export function eventParser(): (piece: string) => StreamBlock[] {
  let rest = '';
  let lines: string[] = [];
  return (piece) => {
    rest += piece;
    const blocks: StreamBlock[] = [];
    for (;;) {
      // A lone CR at the very end may be the first half of CRLF: it waits for what follows.
      const end = /\r\n|\n|\r(?!$)/.exec(rest);
      if (end === null) return blocks;
      const line = rest.slice(0, end.index);
      rest = rest.slice(end.index + end[0].length);
      if (line !== '') lines.push(line);
      else {
        const block = blockOf(lines);
        lines = [];
        if (block !== null) blocks.push(block);
      }
    }
  };
}

function blockOf(lines: readonly string[]): StreamBlock | null {
  const fields = lines.filter((line) => !line.startsWith(':')).map(fieldOf);
  if (fields.length === 0) return null;
  const last = (name: string) => fields.findLast((field) => field.name === name)?.value ?? null;
  const data = fields.filter((field) => field.name === 'data').map((field) => field.value);
  const retry = last('retry');
  return {
    id: last('id'),
    event: last('event'),
    data: data.length === 0 ? null : data.join('\n'),
    retryMs: retry !== null && /^\d+$/.test(retry) ? Number(retry) : null,
  };
}

function fieldOf(line: string): { readonly name: string; readonly value: string } {
  const colon = line.indexOf(':');
  if (colon === -1) return { name: line, value: '' };
  return { name: line.slice(0, colon), value: line.slice(colon + 1).replace(/^ /, '') };
}
