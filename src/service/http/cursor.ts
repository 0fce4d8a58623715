import { Refusal } from './problem.ts';

/** Cursors of lists: the place where the next page begins, in letters that a URL takes as they are. */
export function cursorOf(place: string): string {
  return Buffer.from(place).toString('base64url');
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The id that a cursor stands for. Throws a `Refusal` for one that no list of ours gave. */
export function idOfCursor(cursor: string | undefined): string | undefined {
  const place = placeOfCursor(cursor);
  if (place === undefined || uuid.test(place)) return place;
  throw wrongCursor();
}

/** The place that a cursor stands for. */
export function placeOfCursor(cursor: string | undefined): string | undefined {
  if (cursor === undefined) return undefined;
  const place = Buffer.from(cursor, 'base64url').toString('utf8');
  if (place !== '' && !place.includes('\0') && cursorOf(place) === cursor) return place;
  throw wrongCursor();
}

function wrongCursor(): Refusal {
  return new Refusal('bad_request', 'the cursor is not one of ours', {
    errors: [{ path: '/cursor', code: 'wrong_format', detail: '`nextCursor` of the page before, as it was given' }],
  });
}

/** A page of items that were asked for with one more than the limit. */
export function pageOf<T extends { readonly id: string }>(items: readonly T[], limit: number): { items: T[]; nextCursor: string | null } {
  const shown = items.slice(0, limit);
  const last = shown.at(-1);
  return { items: shown, nextCursor: items.length > limit && last !== undefined ? cursorOf(last.id) : null };
}
