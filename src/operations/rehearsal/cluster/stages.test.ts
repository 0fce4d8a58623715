import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { images } from './images.ts';
import { rehearsedStages, type Stage } from './stages.ts';

const stage = (name: string): Stage => ({
  apiVersion: 'kwok.x-k8s.io/v1alpha1',
  kind: 'Stage',
  metadata: { name },
  spec: {
    resourceRef: { apiGroup: 'v1', kind: 'Pod' },
    selector: { matchExpressions: [{ key: '.metadata.deletionTimestamp', operator: 'DoesNotExist' }] },
    next: {},
  },
});

describe('the stages of simulated pods', () => {
  const stages = new Map(
    rehearsedStages(['pod-ready', 'pod-delete', 'node-initialize'].map(stage)).map((each) => [
      each.metadata.name,
      each.spec,
    ]),
  );

  it('take time to start and to stop a pod, and none for a node', () => {
    assert.ok((stages.get('pod-ready')?.delay?.durationMilliseconds ?? 0) > 0);
    assert.ok((stages.get('pod-delete')?.delay?.durationMilliseconds ?? 0) > 0);
    assert.equal(stages.get('node-initialize')?.delay, undefined);
  });

  it('let every image start but the broken one', () => {
    const about = (name: string) =>
      stages.get(name)?.selector.matchExpressions.find(({ key }) => key.includes(images.broken))?.operator;
    assert.equal(about('pod-ready'), 'DoesNotExist');
    assert.equal(about('pod-image-pull-fails'), 'Exists');
    assert.equal(about('pod-delete'), undefined);
  });
});
