import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { production } from '../../../environments/production.ts';
import { midcoast, type Manifest } from '../../../platform/midcoast.ts';
import { rolloutOverride, withFasterClock } from './rollout-override.ts';

const url = 'http://127.0.0.1:9';

/** Paths and values in which the two differ. */
function differences(one: unknown, other: unknown, path = ''): readonly string[] {
  if (typeof one !== 'object' || one === null || typeof other !== 'object' || other === null) {
    return one === other ? [] : [`${path}: ${String(one)} -> ${String(other)}`];
  }
  const keys = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...keys].flatMap((key) =>
    differences((one as never)[key], (other as never)[key], path === '' ? key : `${path}.${key}`),
  );
}

describe('the clock of a rehearsed rollout', () => {
  const shipped = (['canary', 'blue-green'] as const).flatMap((strategy) =>
    Object.values(midcoast({ ...production, strategy }).manifests).flat(),
  );

  it('changes nothing but times, and where Prometheus is', () => {
    const changed = shipped.flatMap((manifest) =>
      differences(manifest, withFasterClock(manifest, url)).map((each) => `${manifest.kind} ${each}`),
    );
    assert.ok(changed.length > 20);
    const known =
      /^(Rollout spec\.(minReadySeconds|strategy\.\w+\.(steps\.\d+\.pause\.duration|(abortS|s)caleDownDelaySeconds))|AnalysisTemplate spec\.metrics\.\d+\.(initialDelay|interval|provider\.prometheus\.(address|query))): /;
    assert.deepEqual(
      changed.filter((each) => !known.test(each)),
      [],
    );
  });

  it('leaves queries as they are but for their windows', () => {
    for (const manifest of shipped.filter(({ kind }) => kind === 'AnalysisTemplate')) {
      const bare = (each: Manifest) =>
        JSON.stringify(each, ['spec', 'metrics', 'provider', 'prometheus', 'query']).replaceAll(
          /\[\w+\]|offset \w+/g,
          '[]',
        );
      assert.equal(bare(withFasterClock(manifest, url)), bare(manifest));
    }
  });

  it('gives every time at least a second', () => {
    const clocked = shipped.filter(({ kind }) => (rolloutOverride.kinds as readonly string[]).includes(kind));
    const texts = JSON.stringify(clocked.map((manifest) => withFasterClock(manifest, url)));
    assert.doesNotMatch(texts, /"0s"|\[0s\]|offset 0s|Seconds":0/);
    assert.match(texts, /offset 6s/);
    assert.match(texts, /offset 30s/);
  });
});
