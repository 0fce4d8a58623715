import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { needsOf } from './pod-needs.ts';

const head = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a', namespace: 'n' } } as const;

describe('what a pod needs', () => {
  it('is each secret, setting and account that it names, once', () => {
    const pod = {
      ...head,
      spec: {
        serviceAccountName: 'who',
        containers: [
          {
            envFrom: [{ secretRef: { name: 'all' } }, { configMapRef: { name: 'plain' } }],
            env: [
              {},
              { valueFrom: { secretKeyRef: { name: 'all' } } },
              { valueFrom: { configMapKeyRef: { name: 'one' } } },
            ],
          },
        ],
        volumes: [{}, { secret: { secretName: 'file' } }, { configMap: { name: 'trust' } }],
      },
    };
    assert.deepEqual(
      needsOf(pod).map(({ kind, name, namespace }) => `${kind} ${namespace}/${name}`),
      [
        'Secret n/all',
        'Secret n/file',
        'ConfigMap n/one',
        'ConfigMap n/plain',
        'ConfigMap n/trust',
        'ServiceAccount n/who',
      ],
    );
  });

  it('is nothing of one that names nothing', () => {
    assert.deepEqual(needsOf({ ...head, spec: { containers: [{}] } }), []);
  });
});
