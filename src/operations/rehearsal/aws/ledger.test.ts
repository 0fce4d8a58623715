import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ledger, mostRows } from './ledger.ts';

/** Attributes that `check` holds, or whose loss would leave something open, unencrypted or unprotected. */
const protections =
  /kms_key|encrypt|multi_az|deletion_protection|enable_key_rotation|public|failover|immutab|versioning|rds\.force_ssl|lock_mode/;

describe('the fidelity ledger', () => {
  it('has at most twelve rows, each complete', () => {
    assert.ok(ledger.length <= mostRows, `${ledger.length} rows`);
    assert.equal(mostRows, 12);
    for (const { resource, attribute, fault, provedBy, unproved } of ledger) {
      for (const text of [resource, attribute, fault, provedBy, unproved]) assert.notEqual(text, '');
    }
  });

  it('covers no protection', () => {
    for (const { resource, attribute } of ledger) {
      assert.doesNotMatch(attribute, protections, `${resource}: ${attribute}`);
    }
  });

  it('believes a fault only while the emulator answers so', () => {
    const [eks] = ledger;
    assert.equal(eks?.faulty('200 {"cluster":{"name":"midcoast-cluster"}}'), true);
    assert.equal(eks?.faulty('200 {"cluster":{"upgradePolicy":{}}}'), false);
    assert.equal(eks?.faulty('500 broken'), false);
  });
});
