import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { breaches, places, plantedPlatform } from '../test-platform.ts';
import { spendingRules } from './spending.ts';

const [watched] = spendingRules;
assert.ok(watched);

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
