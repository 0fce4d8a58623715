import { idAt, pageOf, WrongPlace, type Page } from '../leads/page.ts';

/** Cursors of lists: the place where the next page begins, in letters that a URL takes as they are. */
function cursorOf(place: string): string {
  return Buffer.from(place).toString('base64url');
}

/** The place that a cursor stands for. Throws `WrongPlace` for what no list of ours gave. */
export function placeOf(cursor: string | undefined): string | undefined {
  if (cursor === undefined) return undefined;
  const place = Buffer.from(cursor, 'base64url').toString('utf8');
  if (place !== '' && !place.includes('\0') && cursorOf(place) === cursor) return place;
  throw new WrongPlace();
}

/** The id that a cursor of a list by id stands for. Throws `WrongPlace`. */
export function idOf(cursor: string | undefined): string | undefined {
  return idAt(placeOf(cursor));
}

/** A page as the API answers it. */
export type CursorPage<T> = { items: T[]; nextCursor: string | null };

export function cursorPage<T>({ items, next }: Page<T>): CursorPage<T> {
  return { items: [...items], nextCursor: next === null ? null : cursorOf(next) };
}

/** The page of items that were asked for with one more than `limit`; the next begins after the last one's id. */
export function pageById<T extends { readonly id: string }>(
  items: readonly T[],
  limit: number,
): CursorPage<T> {
  return cursorPage(pageOf(items, limit, (item) => item.id));
}
