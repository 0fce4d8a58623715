import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { changedBetween } from './apply-manifests.ts';
import type { KubernetesObject } from './kubernetes-object.ts';

const object = (resourceVersion: string, spec: object, status = {}) =>
  ({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'a', resourceVersion, managedFields: [resourceVersion] },
    spec,
    status,
  }) as KubernetesObject;

describe('what an apply changed', () => {
  it('is nothing while the object stays at its version', () => {
    assert.deepEqual(changedBetween(object('1', { a: 1 }), object('1', { a: 2 })), []);
  });

  it('is nothing when a controller wrote its status meanwhile', () => {
    assert.deepEqual(
      changedBetween(object('1', { a: 1 }, { ready: 1 }), object('2', { a: 1 }, { ready: 2 })),
      [],
    );
  });

  it('is named by its path, added and removed fields too', () => {
    const before = object('1', { a: { b: 1, c: [1] }, gone: true });
    const after = object('2', { a: { b: 2, c: [1, 2] }, come: true });
    assert.deepEqual(changedBetween(before, after), ['spec.a.b', 'spec.a.c', 'spec.gone', 'spec.come']);
  });
});
