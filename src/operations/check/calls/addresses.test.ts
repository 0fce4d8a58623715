import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isWithin } from './addresses.ts';

describe('a range within another', () => {
  it('is itself, and what is narrower', () => {
    assert.ok(isWithin('10.0.16.0/20', '10.0.16.0/20'));
    assert.ok(isWithin('10.0.16.0/20', '10.0.0.0/16'));
    assert.ok(isWithin('172.31.255.255/32', '0.0.0.0/0'));
  });

  it('is none that is wider, beside it, or no range of IPv4', () => {
    assert.ok(!isWithin('10.0.0.0/16', '10.0.16.0/20'));
    assert.ok(!isWithin('10.1.0.0/20', '10.0.0.0/16'));
    assert.ok(!isWithin('fd00::/8', '0.0.0.0/0'));
  });
});
