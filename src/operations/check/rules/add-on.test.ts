import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { AddOn, Platform } from '../../../platform/midcoast.ts';
import { breaches, places } from '../test-platform.ts';
import { sound, withoutObject } from '../test-workload.ts';
import { addOnRules } from './add-on.ts';

const ruleOf = (id: string) => {
  const rule = addOnRules.find((each) => each.id === id);
  assert.ok(rule, id);
  return rule;
};

/** Production with one add-on spoilt. */
function withAddOn(name: AddOn['name'], change: (addOn: AddOn) => AddOn): Platform {
  return { ...sound, addOns: sound.addOns.map((each) => (each.name === name ? change(each) : each)) };
}

describe('the rules of add-ons', () => {
  it('find nothing in production', () => {
    for (const rule of addOnRules) assert.deepEqual(breaches(rule, sound), [], rule.id);
  });

  it('find a version that is a range', () => {
    const ranged = withAddOn('istiod', (addOn) => ({
      ...addOn,
      chart: { ...addOn.chart, version: '1.31.x' },
    }));
    assert.deepEqual(places(ruleOf('add-ons-pinned'), ranged), ['add-on istiod']);
  });

  it('find a version that is about to lose its support', () => {
    const ending = withAddOn('istiod', (addOn) => ({
      ...addOn,
      chart: { ...addOn.chart, until: '2026-12-31' },
    }));
    assert.deepEqual(places(ruleOf('add-ons-pinned'), ending), ['add-on istiod']);
    assert.deepEqual(breaches(ruleOf('add-ons-pinned'), ending, '2026-09-01'), []);
  });

  it('find an account without a role', () => {
    const moved = withAddOn('fluent-bit', (addOn) => ({ ...addOn, namespace: 'monitoring' }));
    assert.deepEqual(breaches(ruleOf('add-ons-have-roles'), moved), [
      { where: 'add-on fluent-bit', seen: 'monitoring/fluent-bit has no role' },
    ]);
  });

  it('find a namespace that refuses nothing', () => {
    const opened: Platform = {
      ...sound,
      manifests: {
        ...sound.manifests,
        'add-ons': (sound.manifests['add-ons'] ?? []).filter(
          ({ kind, metadata }) => kind !== 'NetworkPolicy' || metadata?.namespace !== 'monitoring',
        ),
      },
    };
    assert.deepEqual(places(ruleOf('namespaces-refuse-traffic'), opened), ['Namespace monitoring']);
  });

  it('find an add-on whose namespace nobody makes', () => {
    const homeless = withoutObject('Namespace', 'argo-rollouts');
    assert.deepEqual(places(ruleOf('namespaces-refuse-traffic'), homeless), ['add-on argo-rollouts']);
  });

  it('find a hole that nobody fills', () => {
    const left = withAddOn('karpenter', (addOn) => ({ ...addOn, values: { settings: '${VPC_ID}' } }));
    assert.deepEqual(places(ruleOf('values-leave-listed-holes'), left), ['add-on karpenter']);
  });
});
