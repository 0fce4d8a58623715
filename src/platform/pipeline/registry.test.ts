import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Environment } from '../../environments/environment.ts';
import { production } from '../../environments/production.ts';
import { staging } from '../../environments/staging.ts';
import { resourcesOf, type Resource } from '../document.ts';
import { State } from '../state.ts';
import { registry } from './registry.ts';

function built(environment: Environment): readonly Resource[] {
  const state = new State(environment, 'platform', environment.region);
  registry(state.heading('registry'), { environment, keys: { images: { arn: 'key-of-images' } } });
  return resourcesOf(state);
}

const resources = built(production);
const only = (type: string) => {
  const [found] = resources.filter((each) => each.type === type);
  assert.ok(found, type);
  return found.attributes;
};

describe('the registry', () => {
  it('keeps tags as they were, scans what is pushed, and encrypts with our key', () => {
    const repository = only('aws_ecr_repository');
    assert.equal(repository['name'], 'midcoast-app');
    assert.equal(repository['image_tag_mutability'], 'IMMUTABLE');
    assert.deepEqual(repository['image_scanning_configuration'], { scan_on_push: true });
    assert.deepEqual(repository['encryption_configuration'], [
      { encryption_type: 'KMS', kms_key: 'key-of-images' },
    ]);
  });

  it('goes with its images where nothing is protected, and never otherwise', () => {
    assert.equal(only('aws_ecr_repository')['force_delete'], false);
    const [open] = built({ ...production, deletionProtection: false }).filter(
      ({ type }) => type === 'aws_ecr_repository',
    );
    assert.equal(open?.attributes['force_delete'], true);
  });

  it('has no rule that could take a release: only what was never one, by count', () => {
    const { rules } = JSON.parse(String(only('aws_ecr_lifecycle_policy')['policy'])) as {
      rules: { selection: { tagStatus: string; tagPrefixList?: string[]; countType: string } }[];
    };
    assert.ok(rules.length > 0);
    for (const { selection } of rules) {
      assert.notEqual(selection.tagStatus, 'any');
      assert.equal(selection.countType, 'imageCountMoreThan');
      // A release bears its version, as in 1.4.2 or v1.4.2.
      for (const prefix of selection.tagPrefixList ?? []) assert.doesNotMatch(prefix, /^(v|\d|\*|$)/);
    }
  });

  it('lets staging pull, and only that', () => {
    const { Statement } = JSON.parse(String(only('aws_ecr_repository_policy')['policy'])) as {
      Statement: { Principal: { AWS: string[] }; Action: string[] }[];
    };
    assert.equal(Statement.length, 1);
    assert.deepEqual(Statement[0]?.Principal.AWS, [`arn:aws:iam::${staging.accountId}:root`]);
    assert.ok(Statement[0]?.Action.every((action) => /:(BatchGet|BatchCheck|Get)/.test(action)));
  });

  it('has a copy of every image in the recovery region', () => {
    const { rule } = only('aws_ecr_replication_configuration')['replication_configuration'] as {
      rule: { destination: object[] }[];
    };
    assert.deepEqual(rule[0]?.destination, [{ region: 'us-west-2', registry_id: production.accountId }]);
  });

  it('stands in one account: staging has none of its own', () => {
    assert.deepEqual(built(staging), []);
  });
});
