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
    for (const { name, provider } of metrics.filter((each) => each.name !== 'gateway')) {
      const query = provider.prometheus?.query ?? '';
      assert.deepEqual(unexportedIn(query), [], name);
      const selectors = [...query.matchAll(/\b\w+\{[^{}]*(?:\{\{[^{}]*\}\}[^{}]*)*\}/g)].map(
        ([text]) => text,
      );
      assert.ok(selectors.length > 0, name);
      for (const text of selectors) assert.match(text, /pod=~"midcoast-app-\{\{args\.version\}\}-\.\+"/);
    }
  });

  it('asks the gateway of the Service by which the new version is reached', () => {
    for (const [strategy, service] of [
      ['canary', 'midcoast-app-canary'],
      ['blue-green', 'midcoast-app-active'],
    ] as const) {
      const found = templates(strategy)
        .flatMap(({ spec }) => spec.metrics ?? [])
        .filter(({ name }) => name === 'gateway');
      assert.equal(found.length, 1);
      const query = found[0]?.provider.prometheus?.query ?? '';
      assert.deepEqual(unexportedIn(query), []);
      const selectors = query.match(/\{[^{}]*\}/g) ?? [];
      assert.ok(selectors.length > 0);
      for (const text of selectors) assert.ok(text.includes(`destination_service_name="${service}"`), text);
    }
  });

  it('is by the service’s own objectives, as the alerts have them', () => {
    const ofPods = /,pod=~"midcoast-app-\{\{args\.version\}\}-\.\+"/g;
    const countersOf = (text: string) => new Set(text.match(/\w+_(?:count|bucket)\{[^{}]*\}/g));
    const rules = countersOf(
      ofKind('canary', 'PrometheusRule')
        .map((each) => JSON.stringify(each).replaceAll('\\"', '"'))
        .join('\n'),
    );
    for (const name of ['availability', 'latency']) {
      const asked = countersOf(queryOf(name).replaceAll(ofPods, ''));
      assert.equal(asked.size, 2, name);
      for (const counter of asked) assert.ok(rules.has(counter), counter);
    }
  });

  it('fails what would wake somebody: six times the allowance, in more than one request', () => {
    assert.equal(named('availability').failureCondition, 'len(result) > 0 && result[0] > 0.006');
    assert.equal(named('gateway').failureCondition, named('availability').failureCondition);
    assert.equal(named('latency').failureCondition, 'len(result) > 0 && result[0] > 0.06');
    assert.match(queryOf('availability'), />= 167\nor\n.+ > 1/);
    assert.match(queryOf('latency'), />= 17\nor\n[^]+ > 1/);
  });

  it('takes silence for no success: nothing heard fails', () => {
    for (const { name, successCondition = '' } of metrics)
      assert.match(successCondition, /^len\(result\) > 0 && /, name);
    assert.equal(named('heard').failureCondition, undefined);
  });

  it('goes on where too little was said, and never holds', () => {
    for (const name of ['availability', 'latency', 'gateway'])
      assert.match(named(name).failureCondition ?? '', /^len\(result\) > 0 && /);
    for (const { name, count, inconclusiveLimit } of metrics)
      assert.ok(Number(inconclusiveLimit) >= Number(count), name);
  });

  it('ends at the first bad look, and ends at all', () => {
    for (const { name, count, interval, failureLimit } of metrics) {
      assert.ok(Number(count) > 1 && seconds(interval) > 0, name);
      assert.equal(failureLimit, 0);
    }
  });

  it('looks when the window holds nothing of before', () => {
    for (const { name, initialDelay, provider } of metrics) {
      const [first] = (provider.prometheus?.query ?? '').matchAll(/offset (\w+)|\[(\w+)\]/g);
      const window = first?.[1] ?? first?.[2];
      if (name !== 'told') assert.ok(seconds(initialDelay) >= seconds(window), name);
    }
  });
});
