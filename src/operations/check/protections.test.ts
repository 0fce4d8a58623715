import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { environmentNames, strategies } from '../../environments/environment.ts';
import { environments } from '../../environments/environments.ts';
import { midcoast, stateNames, type Platform, type Resource } from '../../platform/midcoast.ts';
import { examine } from './examination.ts';
import { callRemovals, groupRemovals } from './test-call-protections.ts';
import { keptRemovals } from './test-kept-protections.ts';
import { objectRemovals } from './test-object-protections.ts';
import { runbooks } from './test-platform.ts';
import { reachRemovals } from './test-reach-protections.ts';
import { strategyRemovals } from './test-strategy-protections.ts';
import type { Removal } from './test-removal.ts';

const platform = midcoast(environments.production);
const removals = [...reachRemovals, ...groupRemovals, ...keptRemovals];
const objects = [...objectRemovals, ...callRemovals, ...strategyRemovals];

function brokenRules(examined: Platform): readonly string[] {
  return examine(examined, { today: new Date('2026-12-01'), runbooks })
    .filter(({ breaches }) => breaches.length > 0)
    .map(({ id }) => id);
}

function without({ type, where = /./, how }: Removal): Platform {
  const change = (resource: Resource): Resource => {
    if (resource.type !== type || !where.test(resource.address)) return resource;
    const attributes = structuredClone(resource.attributes);
    how(attributes);
    assert.notDeepEqual(attributes, resource.attributes);
    return { ...resource, attributes };
  };
  const states = Object.fromEntries(
    stateNames.map((name) => {
      const state = platform.states[name];
      return [name, { ...state, resources: state.resources.map(change) }];
    }),
  ) as unknown as Platform['states'];
  return { ...platform, states };
}

describe('every environment', () => {
  for (const name of environmentNames) {
    it(`keeps every rule in ${name}`, () => {
      assert.deepEqual(brokenRules(midcoast(environments[name])), []);
    });
  }
});

describe('every way to ship', () => {
  for (const strategy of strategies) {
    it(`keeps every rule when it is ${strategy}`, () => {
      assert.deepEqual(brokenRules(midcoast({ ...environments.production, strategy })), []);
    });
  }
});

describe('taking one protection away', () => {
  it('is shown for twenty protections at least', () => {
    assert.ok(removals.length >= 20);
  });

  for (const removal of removals) {
    it(`turns check red for ${removal.what}`, () => {
      assert.deepEqual(brokenRules(without(removal)), [removal.rule].flat());
    });
  }
});

describe('taking one protection of the cluster away', () => {
  it('is shown for twenty protections at least', () => {
    assert.ok(objects.length >= 20);
  });

  for (const { what, rule, without: spoilt } of objects) {
    it(`turns check red for ${what}`, () => {
      assert.deepEqual(brokenRules(spoilt()), [rule].flat());
    });
  }
});
