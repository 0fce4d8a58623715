import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { breaches, places, plantedPlatform } from '../test-platform.ts';
import { connectionBudgetRules } from './connection-budget.ts';

const [budget] = connectionBudgetRules;
assert.ok(budget);

const database = { instance_class: 'db.t3.medium', parameter_group_name: '${aws_db_parameter_group.g.name}' };
const planted = (value: string) =>
  plantedPlatform({
    'aws_db_instance.d': database,
    'aws_db_parameter_group.g': { parameter: [{ name: 'max_connections', value }] },
  });

describe('connections-within-budget', () => {
  it('passes what the parameter group offers, or RDS where it says nothing', () => {
    assert.deepEqual(places(budget, planted('200')), []);
    assert.deepEqual(places(budget, plantedPlatform({ 'aws_db_instance.d': database })), []);
  });

  it('finds too few connections, and a class whose memory nobody knows', () => {
    assert.match(
      breaches(budget, planted('100'))[0]?.seen ?? '',
      /^\d+ connections are wanted, 100 are there$/,
    );
    const unknown = plantedPlatform({ 'aws_db_instance.d': { instance_class: 'db.z9.huge' } });
    assert.match(breaches(budget, unknown)[0]?.seen ?? '', /, 0 are there$/);
  });
});
