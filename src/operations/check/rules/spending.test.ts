import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { breaches, places, plantedPlatform } from '../test-platform.ts';
import { spendingRules } from './spending.ts';

const [watched, covered] = spendingRules;
assert.ok(watched && covered);

const notification = ['ACTUAL', 'FORECASTED'].map((type) => ({
  notification_type: type,
  subscriber_email_addresses: ['oncall@midcoast.com'],
}));

describe('spending-is-watched', () => {
  it('passes the budget of the environment', () => {
    const planted = { 'aws_budgets_budget.b': { limit_amount: '500', notification } };
    assert.deepEqual(places(watched, plantedPlatform(planted, {}, { monthlyBudgetUsd: 500 })), []);
  });

  it('finds that there is none, another limit, and that nobody hears of it', () => {
    assert.deepEqual(places(watched, plantedPlatform({})), ['platform']);
    const planted = {
      'aws_budgets_budget.b': { limit_amount: '9000', notification: notification.slice(0, 1) },
    };
    assert.deepEqual(
      breaches(watched, plantedPlatform(planted, {}, { monthlyBudgetUsd: 500 })).map(({ seen }) => seen),
      ['its limit is 9000, not 500', 'nobody hears of FORECASTED'],
    );
  });
});

describe('budget-covers-low-use', () => {
  const gateways = { 'aws_nat_gateway.a': {}, 'aws_nat_gateway.b': {} };

  it('passes a budget that a month of low use keeps, and finds one that none does', () => {
    const enough = plantedPlatform(gateways, {}, { monthlyBudgetUsd: 1_000 });
    assert.deepEqual(breaches(covered, enough), []);
    const [breach, ...more] = breaches(covered, plantedPlatform(gateways, {}, { monthlyBudgetUsd: 60 }));
    assert.deepEqual(more, []);
    assert.equal(breach?.where, 'monthlyBudgetUsd');
    assert.match(breach.seen, /^is 60, and low use costs \d+ a month$/);
  });
});
