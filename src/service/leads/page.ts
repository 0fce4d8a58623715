/** A page of a list, and the place where the next one begins; null where there is none. */
export type Page<T> = { readonly items: readonly T[]; readonly next: string | null };

/** A place that no page of this list has named. */
export class WrongPlace extends Error {
  constructor() {
    super('no page of this list has named this place');
  }
}

/** Below every id of a row: a walk from the oldest on begins after it. */
export const lowestId = '00000000-0000-0000-0000-000000000000';

/** Above every id of a row: a walk from the newest on begins before it. */
export const highestId = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Whether it is written as ids are: what is not is nobody's, and PostgreSQL would refuse it. */
export function isId(text: string): boolean {
  return uuid.test(text);
}

/** The id that a place stands for. Throws `WrongPlace`. */
export function idAt(place: string | undefined): string | undefined {
  if (place === undefined || isId(place)) return place;
  throw new WrongPlace();
}

/** The whole number that a place stands for, such as a position. Throws `WrongPlace`. */
export function numberAt(place: string | undefined): string | undefined {
  if (place === undefined || (/^\d{1,19}$/.test(place) && BigInt(place) <= 9_223_372_036_854_775_807n))
    return place;
  throw new WrongPlace();
}

/** The page of items that were asked for with one more than `limit`. */
export function pageOf<T>(items: readonly T[], limit: number, placeOf: (item: T) => string): Page<T> {
  const shown = items.slice(0, limit);
  const last = shown.at(-1);
  return { items: shown, next: items.length > limit && last !== undefined ? placeOf(last) : null };
}
