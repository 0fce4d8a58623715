import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { variables } from '../../service/contract.ts';
import { plantedPlatform } from '../check/test-platform.ts';
import { palette } from '../terminal.ts';
import { costOf } from './cost.ts';
import { costJson, costLines } from './report.ts';

const planted = { 'aws_nat_gateway.network_nat': {}, 'aws_sqs_queue.scaling_interruptions': {} };
const plain = palette(false);

function said(budget: number, detail = true): string {
  const cost = costOf(plantedPlatform(planted, {}, { monthlyBudgetUsd: budget }));
  return costLines(cost, plain, detail).join('\n');
}

describe('the bill', () => {
  it('begins with the total and what it means for the budget, and is a line a heading after that', () => {
    const [, , total, budget, , ...headings] = said(100_000, false).split('\n');
    assert.match(total ?? '', /^total .* and 1 line unknown$/);
    assert.match(budget ?? '', /^budget 100,000: kept at high use too, the 1 unknown apart$/);
    assert.ok(headings.some((line) => /^network +[\d,.]+ +[\d,.]+$/.test(line)));
    assert.ok(headings.some((line) => /^scaling +0\.00 +0\.00 {2}and 1 line unknown$/.test(line)));
    assert.doesNotMatch(said(100_000, false), /730 × 0\.045/);
  });

  it('shows how each sum comes about', () => {
    assert.match(
      said(3_000),
      /network_nat: the gateway +32\.85 +32\.85 {2}730 × 0\.045 per hour, 2026-09-03/,
    );
  });

  it('says unknown where there is no price, and counts it beside the total', () => {
    assert.match(said(3_000), /scaling_interruptions: no price of SQS was found.*\n? +unknown/);
    assert.match(said(3_000), /\ntotal .* and 1 line unknown\n/);
  });

  it('says what is paid for and not used, for as long as no process is told where it is', () => {
    const unused = { 'aws_elasticache_replication_group.cache_group': {}, 'aws_nat_gateway.network_nat': {} };
    const lines = costLines(costOf(plantedPlatform(unused)), plain, false);
    assert.match(
      lines.join('\n'),
      /\ntotal .*\nof it for what nothing uses yet: cache +[\d,.]+ +[\d,.]+\nbudget/,
    );
    assert.doesNotMatch(said(3_000), /nothing uses/);
    const told = Object.keys(variables).filter((name) => /CACHE|REDIS|QUEUE|KAFKA/.test(name));
    assert.deepEqual(told, [], 'take what is used now from `notUsedYet`');
  });

  it('holds the sum against the budget', () => {
    assert.match(said(1), /budget 1: exceeded even at low use, by [\d,]+$/);
    assert.match(
      said(500),
      /budget 500: kept at low use, exceeded at high use by [\d,]+; what grows most is \w+$/,
    );
    assert.match(said(100_000), /budget 100,000: kept at high use too, the 1 unknown apart$/);
  });

  it('is written with the word unknown in place of a sum', () => {
    const json = JSON.parse(JSON.stringify(costJson(costOf(plantedPlatform(planted))))) as {
      headings: { heading: string; lines: { monthlyUsd: unknown; priceOf: unknown }[] }[];
    };
    const scaling = json.headings.find(({ heading }) => heading === 'scaling');
    assert.deepEqual(
      scaling?.lines.map(({ monthlyUsd, priceOf }) => ({ monthlyUsd, priceOf })),
      [{ monthlyUsd: 'unknown', priceOf: null }],
    );
  });
});
