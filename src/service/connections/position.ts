/**
 * Where something stands in the order of commits: `<shard>.<n>`, opaque to those outside. `n` only grows:
 * whoever has read `n` never meets a smaller one later. Gaps are usual.
 */
export type Position = { readonly shard: number; readonly n: bigint };

/** As the API writes it. */
export function formatPosition(position: Position): string {
  return `${position.shard}.${position.n}`;
}

/** Reads what `formatPosition` wrote; undefined for anything else. */
export function parsePosition(text: string): Position | undefined {
  const match = /^(\d{1,5})\.(\d{1,19})$/.exec(text);
  if (match === null) return undefined;
  const n = BigInt(match[2] ?? '');
  return n > 9_223_372_036_854_775_807n ? undefined : { shard: Number(match[1]), n };
}
