import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { names } from '../../../platform/midcoast.ts';
import type { Pod } from '../../kubernetes/pod.ts';
import { metricsAnswer, type MetricsState } from './scripted-metrics.ts';

const pod = (name: string, ready: boolean): Pod => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace: 'here' },
  spec: { containers: [names.application, 'sidecar'].map((each) => ({ name: each, image: 'x' })) },
  status: { conditions: [{ type: 'Ready', status: ready ? 'True' : 'False' }] },
});
const state: MetricsState = {
  namespace: 'here',
  requestMetric: 'rate',
  pods: [pod('a', true), pod('b', true), pod('c', false)],
  load: { requestsPerSecond: 5, milliCpu: 300 },
  nowMs: 0,
};
const cpuPath = '/apis/metrics.k8s.io/v1beta1/namespaces/here/pods';
const ratePath = '/apis/custom.metrics.k8s.io/v1beta2/namespaces/here/pods/*/rate';
const items = (path: string, given = state) =>
  (metricsAnswer(path, given) as { readonly items: readonly object[] } | undefined)?.items;

describe('scripted metrics', () => {
  it('share the load among the pods that are ready', () => {
    const rates = items(ratePath) as readonly { describedObject: { name: string }; value: string }[];
    assert.deepEqual(
      rates.map(({ describedObject, value }) => [describedObject.name, value]),
      [
        ['a', '2500m'],
        ['b', '2500m'],
      ],
    );
    const [first] = items(cpuPath) as readonly { containers: readonly { usage: { cpu: string } }[] }[];
    assert.deepEqual(
      first?.containers.map(({ usage }) => usage.cpu),
      ['150m', '1m'],
    );
  });

  it('say nothing where they are silent, and nothing of other namespaces', () => {
    const silent = { ...state, load: { requestsPerSecond: undefined, milliCpu: undefined } };
    assert.deepEqual([items(ratePath, silent), items(cpuPath, silent)], [[], []]);
    assert.deepEqual(items(cpuPath.replace('here', 'elsewhere')), []);
  });

  it('know no other metric', () => {
    assert.equal(metricsAnswer(ratePath.replace('rate', 'other'), state), undefined);
    assert.equal(metricsAnswer('/apis', state), undefined);
  });
});
