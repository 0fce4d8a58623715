import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { production } from './production.ts';
import { endingWithin, supportOf } from './versions.ts';

describe('the support of a version', () => {
  it('counts the days to its last one, and that day still counts', () => {
    const { source: _, ...support } = supportOf('kubernetes', '1.36', '2027-08-01') as { source: string };
    assert.deepEqual(support, { state: 'supported', until: '2027-08-02', daysLeft: 1 });
    assert.equal(supportOf('kubernetes', '1.36', '2027-08-02').state, 'supported');
    assert.equal(supportOf('kubernetes', '1.36', '2027-08-03').state, 'ended');
  });

  it('is that of the major version for PostgreSQL', () => {
    const support = supportOf('postgres', '18.4', '2026-11-25');
    assert.equal(support.state === 'supported' && support.until, '2031-02-28');
  });

  it('says where no day has been published', () => {
    assert.equal(supportOf('kafka', '3.9.x', '2026-11-25').state, 'undated');
  });

  it('names what it knows where it does not know a version', () => {
    assert.deepEqual(supportOf('redis', '7.2', '2026-11-25'), {
      state: 'unknown',
      known: ['7.1', '6.2'],
    });
  });
});

describe('the versions of an environment', () => {
  it('end in the days that are asked for, or have ended', () => {
    const versions = { ...production.versions, kubernetes: '1.34', kafka: '3.7.x' };
    assert.deepEqual(endingWithin(versions, '2026-11-25', 90), [
      { kind: 'kubernetes', version: '1.34', until: '2026-12-02' },
      { kind: 'kafka', version: '3.7.x', until: '2026-09-01' },
    ]);
  });

  it('are all supported beyond 90 days as this is written', () => {
    assert.deepEqual(endingWithin(production.versions, '2026-11-25', 90), []);
  });
});
