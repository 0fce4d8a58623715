/** A stretch of a long list: rows that are in the page, or the room that others would take. */
export type Segment =
  | { readonly is: 'rows'; readonly from: number; readonly to: number }
  | { readonly is: 'room'; readonly rows: number; readonly at: number };

/** What of the list is in view, in pixels from the top of its first row. */
export type Viewport = { readonly top: number; readonly height: number; readonly rowHeight: number };

/** Rows kept in the page beyond what is seen, so that a quick scroll or `j` finds them there. */
const beyond = 8;

/**
 * Which rows of a long list to put in the page. The row that has the focus stays in it wherever the list
 * is scrolled to, because a row that leaves the page takes the focus with it.
 */
export function segmentsOf(count: number, view: Viewport, focused: number | null): readonly Segment[] {
  const height = Math.max(view.rowHeight, 1);
  const first = clamp(Math.floor(view.top / height) - beyond, 0, count);
  const last = clamp(Math.ceil((view.top + view.height) / height) + beyond, first, count);
  const ranges: [number, number][] = first < last ? [[first, last]] : [];
  if (focused !== null && focused < count && (focused < first || focused >= last)) {
    ranges.push([focused, focused + 1]);
    ranges.sort(([a], [b]) => a - b);
  }
  const segments: Segment[] = [];
  let at = 0;
  for (const [from, to] of ranges) {
    if (from > at) segments.push({ is: 'room', rows: from - at, at });
    segments.push({ is: 'rows', from, to });
    at = to;
  }
  if (at < count) segments.push({ is: 'room', rows: count - at, at });
  return segments;
}

const clamp = (value: number, least: number, most: number) => Math.min(Math.max(value, least), most);
