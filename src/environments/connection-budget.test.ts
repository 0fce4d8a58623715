import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { connectionBudget } from './connection-budget.ts';
import { production } from './production.ts';

const total = (shares: Readonly<Record<string, number>>) =>
  Object.values(shares).reduce((sum, share) => sum + share, 0);

describe('the connections of a database', () => {
  it('are divided among all who may connect at the highest scale, and no more', () => {
    const { most, appPool, shares } = connectionBudget(production);
    assert.equal(most, 200);
    assert.equal(appPool, 5);
    assert.ok(total(shares) <= most, `${total(shares)} of ${most}`);
  });

  it('give wider pools to fewer pods, up to what a process can use', () => {
    const few = { ...production, application: { leastPods: 3, mostPods: 3, mostWorkers: 3 } };
    assert.equal(connectionBudget(few).appPool, 12);
  });

  it('grow with the memory of the instance', () => {
    const large = { ...production, database: { ...production.database, instanceClass: 'db.m7g.large' } };
    assert.equal(connectionBudget(large).most, 400);
    assert.equal(connectionBudget(large).appPool, 12);
  });

  it('never suffice for too many pods, and say so rather than overrun', () => {
    const many = { ...production, application: { ...production.application, mostPods: 100 } };
    assert.ok(connectionBudget(many).appPool < 1);
  });
});
