import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { changedQuery, pathOf, routeOf, safeReturn } from './route.ts';

const id = '019a7c52-8f0e-7b3a-9d41-5e6f70812a3b';

describe('route', () => {
  it('opens the page that an address names', () => {
    assert.deepEqual(routeOf('/'), { page: 'leads' });
    assert.deepEqual(routeOf('/leads'), { page: 'leads' });
    assert.deepEqual(routeOf('/imports/'), { page: 'imports' });
    assert.deepEqual(routeOf(`/leads/${id}`), { page: 'lead', id });
  });

  it('says not found for an address that is none of ours', () => {
    assert.deepEqual(routeOf('/leads/a/b'), { page: 'not-found' });
    assert.deepEqual(routeOf('/nowhere'), { page: 'not-found' });
    assert.deepEqual(routeOf('/leads/%E0%A4'), { page: 'not-found' });
    assert.deepEqual(routeOf('/leads/abc'), { page: 'not-found' });
    assert.deepEqual(routeOf(`/imports/${id}0`), { page: 'not-found' });
  });

  it('gives an address that leads back to the same page', () => {
    assert.deepEqual(routeOf(pathOf('import', id)), { page: 'import', id });
    assert.deepEqual(routeOf(pathOf('system')), { page: 'system' });
  });

  it('keeps the other filters when one changes', () => {
    assert.equal(
      changedQuery('?q=ann&verdict=accepted', { verdict: 'duplicate' }),
      '?q=ann&verdict=duplicate',
    );
    assert.equal(changedQuery('?q=ann', { q: '' }), '');
  });

  it('returns to an address of this console only', () => {
    assert.equal(safeReturn('/leads?q=a'), '/leads?q=a');
    for (const elsewhere of [
      '//evil.example',
      'https://evil.example',
      '/\\evil.example',
      '/sign-in?next=/',
      null,
    ]) {
      assert.equal(safeReturn(elsewhere), '/leads');
    }
  });
});
