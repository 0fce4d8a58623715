import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { production } from '../../../environments/production.ts';
import { midcoast } from '../../../platform/midcoast.ts';
import { withFasterScaling, type Autoscaler } from './scaling-override.ts';

const generated = (midcoast(production).manifests['pod-scaling'] ?? []).find(
  ({ kind }) => kind === 'HorizontalPodAutoscaler',
) as Autoscaler;

describe('the clock of a rehearsed autoscaler', () => {
  const { spec } = withFasterScaling(generated);

  it('runs twenty times as fast', () => {
    assert.equal(spec.behavior.scaleDown.stabilizationWindowSeconds, 15);
    assert.deepEqual(
      [spec.behavior.scaleUp, spec.behavior.scaleDown].flatMap(({ policies }) =>
        policies.map(({ periodSeconds }) => periodSeconds),
      ),
      [2, 2, 3],
    );
  });

  it('is all that differs', () => {
    const bare = (autoscaler: Autoscaler) =>
      JSON.stringify(autoscaler).replaceAll(/("(stabilizationWindow|period)Seconds":)\d+/g, '$1');
    assert.equal(bare(withFasterScaling(generated)), bare(generated));
  });

  it('is that of an autoscaler alone', () => {
    assert.throws(() => withFasterScaling({ apiVersion: 'v1', kind: 'Service' }), RangeError);
  });
});
