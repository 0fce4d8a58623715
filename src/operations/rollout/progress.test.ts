import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { deploymentProgress, rolloutProgress, type RollingDeployment, type Rollout } from './progress.ts';

const metadata = { name: 'midcoast-app', generation: 4 };
const stood = { observedGeneration: 4, replicas: 3, updatedReplicas: 3, availableReplicas: 3 };

function deployment(status: RollingDeployment['status']): RollingDeployment {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata,
    spec: { replicas: 3 },
    ...(status && { status }),
  };
}

describe('progress of a Deployment', () => {
  const stage = (status: RollingDeployment['status']) => deploymentProgress(deployment(status)).stage;

  it('is done when every pod is new and available, and no older one is left', () => {
    assert.equal(stage(stood), 'done');
    assert.equal(stage({ ...stood, availableReplicas: 2 }), 'going');
    assert.equal(stage({ ...stood, replicas: 4 }), 'going');
  });

  it('believes no status of an earlier form', () => {
    assert.equal(stage({ ...stood, observedGeneration: 3 }), 'going');
    assert.equal(stage(undefined), 'going');
  });

  it('has failed when its deadline has passed, in the words of Kubernetes', () => {
    const late = {
      type: 'Progressing',
      status: 'False',
      reason: 'ProgressDeadlineExceeded',
      message: 'timed out',
    };
    const seen = deploymentProgress(deployment({ ...stood, updatedReplicas: 1, conditions: [late] }));
    assert.deepEqual(seen, { stage: 'failed', said: 'timed out' });
  });
});

describe('progress of a Rollout', () => {
  const healthy = {
    observedGeneration: '4',
    workloadObservedGeneration: '7',
    phase: 'Healthy',
    stableRS: 'abc',
    currentPodHash: 'abc',
  };
  const workload = { metadata: { name: 'midcoast-app', generation: 7 } };
  const seen = (status: Rollout['status']) =>
    rolloutProgress(
      { apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout', metadata, ...(status && { status }) },
      workload,
    );

  it('is done when it is healthy with the newest version stable', () => {
    assert.equal(seen(healthy).stage, 'done');
    assert.equal(seen({ ...healthy, currentPodHash: 'def' }).stage, 'going');
  });

  it('believes nothing before it has seen the newest template of its Deployment', () => {
    assert.equal(seen({ ...healthy, workloadObservedGeneration: '6' }).stage, 'going');
    assert.equal(seen({ ...healthy, observedGeneration: '3' }).stage, 'going');
    assert.equal(seen(undefined).stage, 'going');
  });

  it('has failed when it was aborted or is degraded', () => {
    assert.equal(seen({ ...healthy, phase: 'Progressing', abort: true }).stage, 'failed');
    assert.deepEqual(seen({ ...healthy, phase: 'Degraded', message: 'latency' }), {
      stage: 'failed',
      said: 'Degraded: latency',
    });
  });

  it('goes on through its pauses', () => {
    assert.equal(seen({ ...healthy, phase: 'Paused', message: 'CanaryPauseStep' }).stage, 'going');
  });
});
