import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { unexportedIn } from '../../kubernetes/monitoring/exported-series.ts';
import { ofKind, seconds, stepwise, templates } from './test-strategies.ts';

describe('the analysis', () => {
  const metrics = stepwise
    .flatMap((strategy) => templates(strategy))
    .flatMap(({ spec }) => spec.metrics ?? []);
  const named = (name: string) => {
    const metric = templates('canary')
      .flatMap(({ spec }) => spec.metrics ?? [])
      .find((each) => each.name === name);
    assert.ok(metric, name);
    return metric;
  };
  const queryOf = (name: string) => named(name).provider.prometheus?.query ?? '';

  it('asks for what is exported, of the pods of the new version alone', () => {
    assert.ok(metrics.length >= 6);
    for (const { name, provider } of metrics) {
      const query = provider.prometheus?.query ?? '';
      assert.deepEqual(unexportedIn(query), [], name);
      const selectors = [...query.matchAll(/\b\w+\{[^{}]*(?:\{\{[^{}]*\}\}[^{}]*)*\}/g)].map(
        ([text]) => text,
      );
      assert.ok(selectors.length > 0, name);
      for (const text of selectors) assert.match(text, /pod=~"midcoast-app-\{\{args\.version\}\}-\.\+"/);
    }
  });

  it('is by the service’s own objectives, as the alerts have them', () => {
    const rules = JSON.stringify(ofKind('canary', 'PrometheusRule'));
    const bare = (text: string) => text.replaceAll(/,pod=~"midcoast-app-\{\{args\.version\}\}-\.\+"/g, '');
    for (const name of ['availability', 'latency']) {
      const share = bare(/^\(\n([^]*)\n\)\nand\n/.exec(queryOf(name))?.[1] ?? '').replaceAll('[2m]', '[5m]');
      assert.ok(share.length > 50);
      assert.ok(rules.includes(JSON.stringify(share).slice(1, -1)), name);
    }
  });

  it('fails what would wake somebody: six times the allowance', () => {
    assert.equal(named('availability').failureCondition, 'len(result) > 0 && result[0] > 0.006');
    assert.equal(named('latency').failureCondition, 'len(result) > 0 && result[0] > 0.06');
    assert.match(queryOf('availability'), />= 167$/);
    assert.match(queryOf('latency'), />= 17$/);
  });

  it('takes silence for no success: nothing heard fails, too little said holds', () => {
    for (const { name, successCondition = '' } of metrics)
      assert.match(successCondition, /^len\(result\) > 0 && /, name);
    assert.equal(named('heard').failureCondition, undefined);
    for (const name of ['availability', 'latency'])
      assert.match(named(name).failureCondition ?? '', /^len\(result\) > 0 && /);
  });

  it('ends at the first bad look, and ends at all', () => {
    for (const { name, count, interval, failureLimit, inconclusiveLimit } of metrics) {
      assert.ok(Number(count) > 1 && seconds(interval) > 0, name);
      assert.equal(failureLimit, 0);
      assert.equal(inconclusiveLimit, 0);
    }
  });

  it('looks when the window holds nothing of before', () => {
    for (const { name, initialDelay, provider } of metrics) {
      for (const [, window] of (provider.prometheus?.query ?? '').matchAll(/\[(\w+)\]/g))
        assert.ok(seconds(initialDelay) >= seconds(window), name);
    }
  });
});
