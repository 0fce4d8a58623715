import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { places, plantedPlatform } from '../test-platform.ts';
import { physicalNameRules } from './physical-name.ts';

const [fromNames, once] = physicalNameRules;
assert.ok(fromNames && once);

describe('names-of-one-file', () => {
  it('passes our names, also with what AWS wants in front, and references', () => {
    const names = [
      'midcoast-db',
      'alias/midcoast-cache',
      '/midcoast/edge',
      '/aws/eks/midcoast-cluster/cluster',
      'aws-waf-logs-midcoast',
    ];
    const planted = Object.fromEntries(
      [...names, '${aws_iam_role.a.name}'].map((name, index) => [`aws_kms_alias.a${index}`, { name }]),
    );
    assert.deepEqual(places(fromNames, plantedPlatform(planted)), []);
  });

  it('finds a name that somebody made up', () => {
    assert.deepEqual(places(fromNames, plantedPlatform({ 'aws_iam_role.r': { name: 'my-role' } })), [
      'aws_iam_role.r',
    ]);
  });
});

describe('the sources of the platform', () => {
  it('make no name beside names.ts', async () => {
    const folder = join(import.meta.dirname, '..', '..', '..', 'platform');
    const files = (await readdir(folder, { recursive: true })).filter(
      (path) => path.endsWith('.ts') && !/\.test\.ts$|(^|\/)test-|^names\.ts$/.test(path),
    );
    assert.ok(files.length > 30);
    const made = await Promise.all(
      files.map(async (path) => {
        const lines = (await readFile(join(folder, path), 'utf8')).split('\n');
        return lines
          .filter((line) => /(?<!^\s*(\*|\/[/*]).*)['"`]midcoast-[a-z]/.test(line))
          .map((line) => `${path}: ${line.trim()}`);
      }),
    );
    assert.deepEqual(made.flat(), []);
  });
});

describe('names-stand-once', () => {
  it('finds two of a kind, and lets a companion repeat the name', () => {
    const bucket = 'midcoast-logs-1';
    const platform = plantedPlatform(
      {
        'aws_s3_bucket.a': { bucket },
        'aws_s3_bucket_policy.a': { bucket },
        'aws_s3_bucket_policy.b': { bucket },
        'aws_iam_role.a': { name: 'midcoast-x' },
        'aws_iam_role.b': { name: 'midcoast-x' },
      },
      { 'aws_iam_role.a': { name: 'midcoast-y' } },
    );
    assert.deepEqual(places(once, platform), ['aws_iam_role.b']);
  });
});
