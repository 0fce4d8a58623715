import { useMemo } from 'preact/hooks';
import type { EventView } from '../http/api/lead-api.ts';
import { useResource, type Resource } from './resource.ts';

/** A list that is asked for page by page; it is kept fresh as far as the reader has opened it. */
export type List<T> = Resource<Items<T>> & { readonly more: () => void };

export type Items<T> = { readonly items: readonly T[]; readonly nextCursor: string | null };

type Freshness = { readonly on?: (event: EventView) => boolean; readonly everySeconds?: number | null };

/** Asks for the first page, and for one more each time `more` is called. */
export function useList<T>(
  key: string,
  loadPage: (cursor: string | undefined, signal: AbortSignal) => Promise<Items<T>>,
  freshness: Freshness = {},
): List<T> {
  const wanted = useMemo(() => ({ pages: 1 }), [key]);
  const resource = useResource<Items<T>>(
    key,
    async (signal) => {
      let list: Items<T> = await loadPage(undefined, signal);
      for (let page = 1; page < wanted.pages && list.nextCursor !== null; page += 1) {
        const next = await loadPage(list.nextCursor, signal);
        list = { items: [...list.items, ...next.items], nextCursor: next.nextCursor };
      }
      return list;
    },
    freshness,
  );
  return {
    ...resource,
    more: () => {
      wanted.pages += 1;
      void resource.reload();
    },
  };
}
