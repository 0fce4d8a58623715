/**
 * Looks again soon while something was committed that is not yet settled: what it waits for may be a
 * transaction that wakes nobody when it ends.
 */
export type Impatience = {
  /** Told by each read how far the log is settled, and where the first row stood that is not. */
  read(settled: bigint, firstUnsettled: bigint | undefined): void;
  close(): void;
};

/** Milliseconds between looks: as long as it has taken already, within these. */
const bounds = { least: 10, most: 320 } as const;

/** `look` is called when it is time. */
export function openImpatience(look: () => void): Impatience {
  let held: { readonly position: bigint; readonly since: number } | undefined;
  let timer: NodeJS.Timeout | undefined;
  return {
    read: (settled, firstUnsettled) => {
      if (held !== undefined && settled > held.position) held = undefined;
      if (firstUnsettled === undefined) return;
      held ??= { position: firstUnsettled, since: performance.now() };
      const waited = performance.now() - held.since;
      timer ??= setTimeout(
        () => {
          timer = undefined;
          look();
        },
        Math.min(Math.max(waited, bounds.least), bounds.most),
      ).unref();
    },
    close: () => clearTimeout(timer),
  };
}
