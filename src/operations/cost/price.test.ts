import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { knownPrices, priceOf } from './price.ts';

describe('the table of prices', () => {
  it('says of each price its unit, its page and its day', () => {
    const prices = knownPrices();
    assert.ok(prices.length > 100);
    for (const { region, key, price } of prices) {
      assert.ok(price.usd > 0, `${region} ${key}`);
      assert.notEqual(price.unit, '');
      assert.match(price.page, /https:\/\//);
      assert.match(price.day, /^20\d\d-\d\d-\d\d$/);
    }
  });

  it('has no price where none was found', () => {
    assert.equal(priceOf('us-west-2', 'alb.lcu_hour'), undefined);
    assert.equal(priceOf('eu-central-1', 'nat_gateway.hour'), undefined);
  });
});
