import { signal, type ReadonlySignal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import type { EventView } from '../http/api/lead-api.ts';
import { asProblem, type ApiProblem } from './api-problem.ts';
import { listen, paused } from './live.ts';
import { onSessionEnd } from './session.ts';

/**
 * Something asked from the API and kept fresh. Once there is a value it stays shown: a later failure is
 * told beside it (`trouble`), with the time that the value is from.
 */
export type Loaded<T> =
  | { readonly is: 'loading' }
  | { readonly is: 'failed'; readonly problem: ApiProblem }
  | { readonly is: 'ready'; readonly value: T; readonly at: number; readonly trouble: ApiProblem | null };

export type Resource<T> = {
  readonly state: ReadonlySignal<Loaded<T>>;
  readonly reload: () => Promise<void>;
  /** Puts a value there that is known without asking, as after a change. */
  readonly put: (value: T) => void;
};

type Freshness = {
  /** Events after which to ask again, at most once a second. */
  readonly on?: (event: EventView) => boolean;
  readonly everySeconds?: number | null;
};

/** What was seen last by key, so that going back shows it at once and asks anew behind it. */
const seen = new Map<string, { readonly value: unknown; readonly at: number }>();
onSessionEnd(() => seen.clear());

const mostSeen = 50;

/** Asks when first shown, when the key changes, and as often as its freshness says. */
export function useResource<T>(
  key: string,
  load: (signal: AbortSignal) => Promise<T>,
  freshness: Freshness = {},
): Resource<T> {
  const kept = useMemo(() => keep(key, load), [key]);
  const { on, everySeconds } = freshness;
  useEffect(() => {
    void kept.reload();
    const stopListening = listen({
      event: (event) => on?.(event) === true && kept.soon(),
      renew: () => (on !== undefined || kept.state.value.is === 'failed') && kept.soon(),
    });
    return () => {
      stopListening();
      kept.stop();
    };
  }, [kept]);
  useEffect(() => {
    if (everySeconds === undefined || everySeconds === null) return undefined;
    const timer = setInterval(() => {
      if (!paused.value && !document.hidden) void kept.reload();
    }, everySeconds * 1_000);
    return () => clearInterval(timer);
  }, [kept, everySeconds]);
  return kept;
}

function keep<T>(key: string, load: (signal: AbortSignal) => Promise<T>) {
  const before = seen.get(key) as { value: T; at: number } | undefined;
  const state = signal<Loaded<T>>(
    before === undefined ? { is: 'loading' } : { is: 'ready', ...before, trouble: null },
  );
  let asking: AbortController | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const put = (value: T) => {
    const at = Date.now();
    seen.delete(key);
    seen.set(key, { value, at });
    const [oldest] = seen.keys();
    if (seen.size > mostSeen && oldest !== undefined) seen.delete(oldest);
    state.value = { is: 'ready', value, at, trouble: null };
  };
  const reload = async () => {
    asking?.abort();
    const mine = new AbortController();
    asking = mine;
    try {
      const value = await load(mine.signal);
      if (!mine.signal.aborted) put(value);
    } catch (error) {
      if (!mine.signal.aborted) state.value = failed(state.value, asProblem(error));
    }
  };
  const soon = () => {
    if (paused.value) return;
    timer ??= setTimeout(() => {
      timer = undefined;
      void reload();
    }, 1_000);
  };
  const stop = () => {
    asking?.abort();
    clearTimeout(timer);
  };
  return { state, reload, put, soon, stop };
}

function failed<T>(before: Loaded<T>, problem: ApiProblem): Loaded<T> {
  return before.is === 'ready' ? { ...before, trouble: problem } : { is: 'failed', problem };
}
