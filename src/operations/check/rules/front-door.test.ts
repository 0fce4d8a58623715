import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { INetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1/NetworkPolicy';
import type { Platform, Resource } from '../../../platform/midcoast.ts';
import { breaches } from '../test-platform.ts';
import { sound, withObject, withoutObject } from '../test-workload.ts';
import { frontDoorRules } from './front-door.ts';

const [through, admitted] = frontDoorRules;
assert.ok(through && admitted);

/** Production with some resources spoilt. */
function withResource(where: RegExp, attributes: Readonly<Record<string, unknown>>): Platform {
  const { platform } = sound.states;
  const changed = (resource: Resource) =>
    where.test(resource.address)
      ? { ...resource, attributes: { ...resource.attributes, ...attributes } }
      : resource;
  return {
    ...sound,
    states: {
      ...sound.states,
      platform: { ...platform, resources: platform.resources.map((resource) => changed(resource)) },
    },
  };
}

describe('ports-lead-through', () => {
  it('passes production', () => {
    assert.deepEqual(breaches(through, sound), []);
  });

  it('finds a target group of another port', () => {
    const planted = withResource(/^aws_lb_target_group\./, { port: 8443 });
    assert.deepEqual(breaches(through, planted), [
      { where: 'aws_lb_target_group.edge_gateway', seen: 'sends elsewhere than to 443' },
    ]);
  });

  it('finds a security group that is closed there', () => {
    const planted = withResource(/edge_to_nodes/, { from_port: 8443, to_port: 8443 });
    assert.deepEqual(
      breaches(through, planted).map(({ seen }) => seen),
      ['443 is closed between edge and nodes'],
    );
  });

  it('finds a Service that is gone', () => {
    assert.deepEqual(
      breaches(through, withoutObject('Service', 'midcoast-gateway')).map(({ seen }) => seen),
      ['Service midcoast-gateway leads 443 to nothing'],
    );
  });
});

describe('services-are-let-in', () => {
  it('finds a port of the application that its policy keeps closed', () => {
    const planted = withObject<INetworkPolicy>('NetworkPolicy', 'midcoast-app', ({ spec }) => {
      spec?.ingress?.shift();
    });
    const found = breaches(admitted, planted);
    assert.ok(found.length > 0);
    for (const { seen } of found) assert.equal(seen, 'leads to 8080, where nobody is let in');
  });
});
