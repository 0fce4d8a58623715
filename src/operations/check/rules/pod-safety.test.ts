import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Manifest } from '../../../platform/midcoast.ts';
import { breaches } from '../test-platform.ts';
import { sound, withApp, withObject, type AppDeployment } from '../test-workload.ts';
import { podSafetyRules } from './pod-safety.ts';

const [restricted, immutable, counts, memory] = podSafetyRules;
assert.ok(restricted && immutable && counts && memory);

type Counted = Manifest & { readonly spec: { replicas?: number } };

const app = 'Deployment midcoast/midcoast-app';

describe('the rules over pods', () => {
  it('find nothing in production', () => {
    for (const rule of podSafetyRules) assert.deepEqual(breaches(rule, sound), [], rule.id);
  });
});

describe('pods-restricted', () => {
  const seen = (spoil: (app: AppDeployment) => void) =>
    breaches(restricted, withApp(spoil)).map((breach) => `${breach.where} ${breach.seen}`);

  it('finds a pod that may run as root', () => {
    const found = seen(({ pod }) => {
      pod.securityContext = { runAsNonRoot: false, seccompProfile: { type: 'RuntimeDefault' } };
    });
    assert.deepEqual(found, [`${app} may run as root`, `${app} midcoast-app has no user of its own`]);
  });

  it('finds a container that may write to its image', () => {
    const found = seen(({ container }) => {
      container.securityContext = { ...container.securityContext, readOnlyRootFilesystem: false };
    });
    assert.deepEqual(found, [`${app} midcoast-app may write to its image`]);
  });

  it('finds capabilities and rights to gain', () => {
    const found = seen(({ container }) => {
      container.securityContext = { readOnlyRootFilesystem: true, capabilities: { add: ['NET_ADMIN'] } };
    });
    assert.deepEqual(found, [
      `${app} midcoast-app may gain rights`,
      `${app} midcoast-app keeps capabilities`,
    ]);
  });

  it('finds a token, and system calls without a profile', () => {
    const found = seen(({ pod }) => {
      pod.automountServiceAccountToken = true;
      delete pod.securityContext?.seccompProfile;
    });
    assert.deepEqual(found, [`${app} may make every system call`, `${app} sees a token of Kubernetes`]);
  });

  it('looks at containers that come before the others too', () => {
    const found = seen(({ pod }) => {
      pod.initContainers = [{ name: 'first', image: 'x' }];
    });
    assert.ok(found.includes(`${app} first may write to its image`));
  });
});

describe('images-by-digest', () => {
  const seen = (image: string) =>
    breaches(
      immutable,
      withApp(({ container }) => {
        container.image = image;
      }),
    ).map((breach) => breach.seen);

  it('finds the latest, a version, and no name at all', () => {
    for (const image of [
      'midcoast-app:latest',
      'midcoast-app:1.2.3',
      'midcoast-app',
      'midcoast-app@sha256:12',
    ]) {
      assert.deepEqual(seen(image), [`midcoast-app runs ${image}`]);
    }
  });

  it('passes a digest that is filled in', () => {
    assert.deepEqual(seen(`registry.example/midcoast-app@sha256:${'0a'.repeat(32)}`), []);
  });
});

describe('counts-are-the-autoscalers', () => {
  it('finds a stated count, be it the right one', () => {
    const planted = withApp(({ spec }) => {
      spec.replicas = 3;
    });
    assert.deepEqual(breaches(counts, planted), [{ where: app, seen: 'states 3 replicas' }]);
  });

  it('finds that of a Rollout over a Deployment', () => {
    const planted = withObject<Counted>('Rollout', 'midcoast-app', ({ spec }) => {
      spec.replicas = 3;
    });
    assert.deepEqual(breaches(counts, planted), [
      { where: 'Rollout midcoast/midcoast-app', seen: 'states 3 replicas' },
    ]);
  });
});

describe('memory-is-kept', () => {
  it('finds more memory than was kept, and a missing limit', () => {
    const more = withApp(({ container }) => {
      container.resources = {
        requests: { cpu: '1', memory: '1Gi' },
        limits: { cpu: '1', memory: '2Gi' },
      };
    });
    assert.equal(breaches(memory, more)[0]?.seen, 'midcoast-app asks for 1Gi of memory and may use 2Gi');
    const none = withApp(({ container }) => {
      container.resources = { requests: { cpu: '1', memory: '1Gi' }, limits: { memory: '1Gi' } };
    });
    assert.equal(breaches(memory, none)[0]?.seen, 'midcoast-app has no requests or limits of cpu');
  });
});

describe('a Rollout with pods of its own', () => {
  it('is looked at as a Deployment is', () => {
    const rollout = {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Rollout',
      metadata: { name: 'other', namespace: 'midcoast' },
      spec: { template: { spec: { containers: [{ name: 'other', image: 'other:latest' }] } } },
    };
    const planted = { ...sound, manifests: { ...sound.manifests, planted: [rollout] } };
    assert.deepEqual(breaches(immutable, planted), [
      { where: 'Rollout midcoast/other', seen: 'other runs other:latest' },
    ]);
  });
});
