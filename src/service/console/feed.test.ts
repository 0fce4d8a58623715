import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { LeadView } from '../http/api/lead-api.ts';
import { feedOf, mostRows, newIn, olderCursor, taken, withNewest, withOlder, withReplaced } from './feed.ts';

const lead = (n: number, erasedAt: string | null = null): LeadView => ({
  id: String(n),
  verdict: 'accepted',
  source: 'Webinars',
  duplicateOf: null,
  matchedOn: [],
  score: 50,
  reasons: [],
  firstName: 'Ann',
  lastName: String(n),
  email: null,
  email2: null,
  phone: null,
  phone2: null,
  company: null,
  website: null,
  postalCode: null,
  country: null,
  consent: null,
  attributes: {},
  position: `1.${n}`,
  receivedAt: '2026-01-01T00:00:00Z',
  importId: null,
  erasedAt,
});

/** Leads from the newest down to the oldest, both included. */
const page = (newest: number, oldest: number) => ({
  items: Array.from({ length: newest - oldest + 1 }, (_, index) => lead(newest - index)),
  nextCursor: oldest > 1 ? `before-${oldest}` : null,
});

const ids = (leads: readonly LeadView[]) => leads.map((each) => Number(each.id));

describe('feed', () => {
  it('puts new leads on top when nobody is reading', () => {
    const feed = withNewest(feedOf(page(5, 1)), [page(8, 4)], false);
    assert.deepEqual(ids(feed.rows), [8, 7, 6, 5, 4, 3, 2, 1]);
  });

  it('holds still while somebody reads, counts, and takes in on demand', () => {
    const held = withNewest(withNewest(feedOf(page(5, 1)), [page(7, 3)], true), [page(9, 5)], true);
    assert.deepEqual(ids(held.rows), [5, 4, 3, 2, 1]);
    assert.equal(held.waiting.length, 4);
    assert.deepEqual(ids(taken(held).rows), [9, 8, 7, 6, 5, 4, 3, 2, 1]);
    assert.deepEqual(taken(held).waiting, []);
  });

  it('never shows a lead twice, whatever overlaps', () => {
    const feed = withOlder(withNewest(feedOf(page(20, 11)), [page(23, 14)], false), page(12, 3));
    assert.deepEqual(
      ids(feed.rows),
      Array.from({ length: 21 }, (_, index) => 23 - index),
    );
  });

  it('begins anew when more arrived than was fetched, and then continues from there', () => {
    const held = withNewest(feedOf(page(5, 1)), [page(900, 701), page(700, 501)], true);
    assert.equal(held.moreWaiting, true);
    assert.equal(newIn(feedOf(page(5, 1)), page(900, 701).items).reached, false);
    const feed = taken(held);
    assert.equal(feed.rows.length, 400);
    assert.equal(olderCursor(feed), 'before-501');
  });

  it('lets the oldest rows go in a tab that is open for days, and can still go back to them', () => {
    let feed = feedOf(page(100, 51));
    for (let newest = 150; newest <= 11_000; newest += 50)
      feed = withNewest(feed, [page(newest, newest - 50)], false);
    assert.ok(feed.rows.length <= mostRows);
    const oldest = Number(feed.rows.at(-1)?.id);
    assert.equal(olderCursor(feed), `before-${oldest}`);
    assert.equal(new Set(ids(feed.rows)).size, feed.rows.length);
  });

  it('shows an erased lead as erased where it stands', () => {
    const feed = withReplaced(feedOf(page(3, 1)), [lead(2, '2026-01-02T00:00:00Z')]);
    assert.deepEqual(
      feed.rows.map((each) => each.erasedAt !== null),
      [false, true, false],
    );
  });
});
