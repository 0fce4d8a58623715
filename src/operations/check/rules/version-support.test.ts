import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { production } from '../../../environments/production.ts';
import { breaches, places, plantedPlatform } from '../test-platform.ts';
import { versionSupportRules } from './version-support.ts';

const [supported, stated] = versionSupportRules;
assert.ok(supported && stated);

const kubernetes = (version: string) =>
  plantedPlatform({}, {}, { versions: { ...production.versions, kubernetes: version } });

describe('versions-supported', () => {
  it('finds a version 90 days before its support ends', () => {
    const platform = kubernetes('1.35');
    assert.deepEqual(breaches(supported, platform, '2026-12-01'), []);
    assert.deepEqual(breaches(supported, platform, '2027-01-15'), [
      {
        where: 'environment.versions.kubernetes',
        seen: 'support of 1.35 ends on 2027-03-27; today is 2027-01-15',
      },
    ]);
  });

  it('finds the guide’s version, which no table has any more', () => {
    assert.equal(places(supported, kubernetes('1.21')).length, 1);
  });
});

describe('versions-of-the-environment', () => {
  it('finds a cluster of another version, and one whose version AWS chooses', () => {
    const platform = plantedPlatform({
      'aws_eks_cluster.a': { version: production.versions.kubernetes },
      'aws_eks_cluster.b': { version: '1.33' },
      'aws_eks_cluster.c': {},
    });
    assert.deepEqual(places(stated, platform), ['aws_eks_cluster.b', 'aws_eks_cluster.c']);
  });
});
