import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { INetworkPolicySpec } from 'kubernetes-models/networking.k8s.io/v1/NetworkPolicySpec';
import { plantedPlatform } from '../test-platform.ts';
import { grantsOf, isForPods, type Grant } from './policy-grants.ts';

const pods = { namespace: 'a', labels: { app: 'x' }, account: undefined, unruled: false };

function lines(spec: INetworkPolicySpec): readonly Grant[] | undefined {
  const policy = { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', spec };
  const manifests = { planted: [{ ...policy, metadata: { name: 'one', namespace: 'a' } }] };
  return grantsOf({ ...plantedPlatform({}), manifests }, pods, 'Egress');
}

describe('what network policies let pass', () => {
  it('is everything where none is for the pods, or none for the direction', () => {
    assert.equal(lines({ podSelector: { matchLabels: { app: 'y' } }, policyTypes: ['Egress'] }), undefined);
    assert.equal(lines({ podSelector: {}, policyTypes: ['Ingress'] }), undefined);
    assert.deepEqual(lines({ podSelector: {}, policyTypes: ['Egress'] }), []);
  });

  it('is every port and everybody where a line names none, an empty list included', () => {
    const all = {
      where: 'NetworkPolicy a/one',
      peer: undefined,
      first: 1,
      last: 65_535,
      protocol: undefined,
    };
    assert.deepEqual(lines({ podSelector: {}, policyTypes: ['Egress'], egress: [{ to: [], ports: [] }] }), [
      all,
    ]);
  });

  it('is TCP where no protocol is named, up to the last port of a row', () => {
    const [line] =
      lines({
        podSelector: {},
        policyTypes: ['Egress'],
        egress: [{ ports: [{ port: 7, endPort: 9 }] }],
      }) ?? [];
    assert.deepEqual([line?.first, line?.last, line?.protocol], [7, 9, 'TCP']);
  });

  it('is for pods of the namespace with the labels, both', () => {
    const peer = (namespace: string, app: string) => ({
      where: '',
      first: 1,
      last: 1,
      protocol: 'TCP',
      peer: {
        namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } },
        podSelector: { matchLabels: { app } },
      },
    });
    assert.ok(isForPods(peer('a', 'x'), pods));
    assert.ok(!isForPods(peer('b', 'x'), pods));
    assert.ok(!isForPods(peer('a', 'y'), pods));
  });
});
