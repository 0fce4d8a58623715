import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { bytes, count, counted, duration, exactUtc, leadName, moment, share, words } from './format.ts';

const nobody = { firstName: null, lastName: null, company: null, email: null, phone: null, erasedAt: null };

describe('format', () => {
  it('writes counts so that they can be read at a glance', () => {
    assert.equal(count(1_234_567), '1,234,567');
    assert.equal(counted(1, 'lead'), '1 lead');
    assert.equal(counted(2_000, 'lead'), '2,000 leads');
    assert.equal(share(1, 3), '33 %');
    assert.equal(share(0, 0), '–');
  });

  it('writes durations and sizes in the unit that fits', () => {
    assert.deepEqual([0, 0.4, 12, 95, 7_200, 200_000].map(duration), [
      '0 s',
      'under 1 s',
      '12 s',
      '1 min',
      '2 h',
      '2 d',
    ]);
    assert.deepEqual([0, 900, 1_434, 52_428_800].map(bytes), ['0 B', '900 B', '1.4 KiB', '50 MiB']);
  });

  it('shows a time in the zone of the viewer, and only as much of the date as is needed', () => {
    const now = new Date('2026-11-23T20:00:00Z');
    assert.equal(moment('2026-11-23T19:04:05Z', now, 'UTC'), '19:04:05');
    assert.equal(moment('2026-11-23T19:04:05Z', now, 'America/Los_Angeles'), '11:04:05');
    assert.equal(moment('2026-11-22T19:04:05Z', now, 'UTC'), '22 Nov, 19:04');
    assert.equal(moment('2025-11-22T19:04:05Z', now, 'UTC'), '22 Nov 2025');
    // Yesterday in UTC is still today for somebody in Los Angeles.
    assert.equal(moment('2026-11-24T05:00:00Z', now, 'America/Los_Angeles'), '21:00:00');
  });

  it('gives the exact time in UTC', () => {
    assert.equal(exactUtc('2026-11-23T21:04:05.123+02:00'), '2026-11-23 19:04:05.123 UTC');
  });

  it('turns codes into words', () => {
    assert.equal(words('do_not_contact'), 'Do not contact');
    assert.equal(words('lead.accepted'), 'Lead accepted');
    assert.equal(words('duplicateOf'), 'Duplicate of');
  });

  it('calls a lead by what is known of it', () => {
    assert.equal(leadName({ ...nobody, firstName: 'Ann', lastName: 'Lee', company: 'Acme' }), 'Ann Lee');
    assert.equal(leadName({ ...nobody, email: 'ann@acme.example' }), 'ann@acme.example');
    assert.equal(leadName({ ...nobody, erasedAt: '2026-01-01T00:00:00Z' }), 'Erased lead');
  });
});
