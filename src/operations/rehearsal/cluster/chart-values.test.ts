import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { unknownValues } from './chart-values.ts';

const chartsOwn = {
  replicas: 1,
  settings: { clusterName: '', interruptionQueue: '' },
  podLabels: {},
  tolerations: [],
  resources: { requests: { cpu: '1' } },
  region: null,
};

describe('values that a chart does not know', () => {
  it('are found at any depth, with their path', () => {
    assert.deepEqual(
      unknownValues({ replica: 2, settings: { clusterNane: 'x', clusterName: 'y' } }, chartsOwn),
      ['replica', 'settings.clusterNane'],
    );
  });

  it('are not those below what the chart leaves empty', () => {
    const free = { podLabels: { a: 'b' }, tolerations: [{ operator: 'Exists' }], region: 'us-east-1' };
    assert.deepEqual(unknownValues(free, chartsOwn), []);
  });

  it('are not those within what has a shape of Kubernetes’ own', () => {
    assert.deepEqual(unknownValues({ resources: { limits: { memory: '1Gi' } } }, chartsOwn), []);
  });

  it('are found where a chart keeps its own below a profile, as Istio does', () => {
    const istio = { _internal_defaults_do_not_set: { global: { hub: '' } } };
    assert.deepEqual(unknownValues({ global: { hub: 'x', hubs: 'y' } }, istio), ['global.hubs']);
  });
});
