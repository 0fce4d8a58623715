import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { production } from '../../../environments/production.ts';
import { holesIn, midcoast, names, yamlOf } from '../../../platform/midcoast.ts';
import { builtManifests, generatedManifests } from './cluster-manifests.ts';
import { images } from './images.ts';
import { simulatedNodes } from './simulated-nodes.ts';
import { standInSecrets } from './stand-in-secrets.ts';
import { objectsElsewhere } from './stand.ts';

const { manifests } = midcoast(production);
const generated = new Map(
  Object.entries(manifests).map(([heading, objects]) => [
    `kubernetes/${heading}.yaml`,
    Buffer.from(yamlOf(objects)),
  ]),
);

describe('manifests of a rehearsed cluster', () => {
  const filled = generatedManifests(generated, production)(images.next);

  it('are those that were generated, in their order, with every hole filled', () => {
    assert.deepEqual(Object.keys(filled), Object.keys(manifests));
    assert.deepEqual(holesIn(JSON.stringify(filled)), []);
    assert.ok(JSON.stringify(filled).includes(images.next));
    assert.deepEqual(filled, builtManifests(production)(images.next));
  });

  it('are missed by name where they were not generated', () => {
    const less = new Map([...generated].filter(([path]) => !path.includes('mesh')));
    assert.throws(() => generatedManifests(less, production), /kubernetes\/mesh\.yaml/);
  });

  it('stand in another namespace without a word of the first', () => {
    const objects = objectsElsewhere(builtManifests(production), 'elsewhere')(images.first);
    assert.ok(objects.length > 20);
    for (const { kind, metadata } of objects) {
      assert.equal(kind === 'Namespace' ? metadata?.name : metadata?.namespace, 'elsewhere');
    }
    assert.ok(!JSON.stringify(objects).includes(`.${names.namespace}.svc`));
  });

  it('get Secrets with the keys that pods read', () => {
    const keys = new Map(
      standInSecrets(Object.values(filled).flat()).map(({ metadata, stringData }) => [
        metadata.name,
        Object.keys(stringData),
      ]),
    );
    const read = [...JSON.stringify(filled).matchAll(/"secretKeyRef":\{"name":"([^"]+)","key":"([^"]+)"/g)];
    assert.ok(read.length > 0);
    for (const [, name = '', key = ''] of read) assert.ok(keys.get(name)?.includes(key), `${name} ${key}`);
  });
});

describe('simulated nodes', () => {
  const nodes = simulatedNodes(production);

  it('are one of the system and two of the pool in each of three zones', () => {
    const zones = Map.groupBy(nodes, ({ metadata }) => metadata.labels?.['topology.kubernetes.io/zone']);
    assert.deepEqual([...zones.keys()], ['us-east-1a', 'us-east-1b', 'us-east-1c']);
    for (const here of zones.values()) {
      assert.deepEqual(
        here.map(({ spec }) => spec.taints?.[0]?.key),
        ['CriticalAddonsOnly', undefined, undefined],
      );
    }
  });
});
