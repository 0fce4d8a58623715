import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Manifest } from '../../../platform/midcoast.ts';
import { breaches } from '../test-platform.ts';
import { sound, withObject, withoutObject } from '../test-workload.ts';
import { meshClosureRules } from './mesh-closure.ts';

const [encrypted, refusing, repeating, breaking] = meshClosureRules;
assert.ok(encrypted && refusing && repeating && breaking);

type Routed = Manifest & {
  readonly spec: { readonly http: { name?: string; match?: object[]; retries?: object }[] };
};

describe('mesh-is-encrypted', () => {
  it('finds that nothing asks for it', () => {
    assert.deepEqual(breaches(encrypted, withoutObject('PeerAuthentication', 'default')), [
      { where: 'namespace midcoast', seen: 'lets plain connections in' },
    ]);
  });
});

describe('retries-repeat-nothing', () => {
  const seen = (spoil: (routes: Routed['spec']['http']) => void) =>
    breaches(
      repeating,
      withObject<Routed>('VirtualService', 'midcoast-vs', ({ spec }) => spoil(spec.http)),
    ).map((breach) => breach.seen);

  it('finds a post without an idempotency key that is repeated', () => {
    const found = seen((routes) => {
      for (const route of routes) if (route.match?.some((match) => 'headers' in match)) delete route.match;
    });
    assert.deepEqual(found, ['the route leads-with-key is repeated 2 times']);
  });

  it('finds a route that leaves it to Istio', () => {
    const found = seen((routes) => {
      for (const route of routes) if (route.name === 'events') delete route.retries;
    });
    assert.deepEqual(found, ['the route events is repeated as Istio likes']);
  });
});

describe('circuits-break', () => {
  it('finds a host that nothing breaks', () => {
    assert.deepEqual(breaches(breaking, withoutObject('DestinationRule', 'midcoast-app-canary')), [
      { where: 'host midcoast-app-canary', seen: 'has no DestinationRule' },
    ]);
  });
});

describe('mesh-refuses-the-rest', () => {
  it('passes production, whose gateway hears anybody', () => {
    assert.deepEqual(breaches(refusing, sound), []);
  });
});
