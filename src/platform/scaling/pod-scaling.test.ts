import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { IVerticalPodAutoscaler } from '@kubernetes-models/autoscaler/autoscaling.k8s.io/v1/VerticalPodAutoscaler';
import type { IHorizontalPodAutoscaler } from 'kubernetes-models/autoscaling/v2/HorizontalPodAutoscaler';
import { environments } from '../../environments/environments.ts';
import { metrics } from '../../service/contract.ts';
import { validate } from '../kubernetes/test-models.ts';
import { podScaling, requestRate } from './pod-scaling.ts';

const target = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'midcoast-app' };

describe('the count of pods', () => {
  const [horizontal, vertical] = podScaling({ environment: environments.production, target }) as [
    IHorizontalPodAutoscaler,
    IVerticalPodAutoscaler,
  ];

  it('is made of objects that their schemas allow', () => {
    for (const environment of Object.values(environments)) {
      for (const each of podScaling({ environment, target })) validate(each);
    }
  });

  it('is at least the guide’s three and at most what the environment allows', () => {
    assert.equal(horizontal.metadata?.name, 'midcoast-hpa');
    assert.equal(horizontal.spec?.minReplicas, 3);
    assert.equal(horizontal.spec.maxReplicas, environments.production.application.mostPods);
  });

  it('follows what it is told to scale', () => {
    const rollout = { apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout', name: 'midcoast-app' };
    const [counts, recommends] = podScaling({ environment: environments.production, target: rollout }) as [
      IHorizontalPodAutoscaler,
      IVerticalPodAutoscaler,
    ];
    assert.deepEqual(counts.spec?.scaleTargetRef, rollout);
    assert.deepEqual(recommends.spec.targetRef, rollout);
  });

  it('depends on processor and on requests that the service really counts', () => {
    assert.deepEqual(
      horizontal.spec?.metrics?.map(({ type }) => type),
      ['ContainerResource', 'Pods'],
    );
    const series = requestRate.series.replace(/_count$/, '');
    assert.equal(metrics[series as keyof typeof metrics].kind, 'histogram');
  });

  it('shrinks more slowly than it grows', () => {
    const { scaleUp, scaleDown } = horizontal.spec?.behavior ?? {};
    assert.ok((scaleDown?.stabilizationWindowSeconds ?? 0) > (scaleUp?.stabilizationWindowSeconds ?? 0));
  });

  it('is never changed by the vertical one, which only recommends', () => {
    assert.equal(vertical.spec.updatePolicy?.updateMode, 'Off');
  });
});
