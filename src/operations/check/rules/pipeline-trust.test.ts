import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { environments } from '../../../environments/environments.ts';
import { midcoast, type Platform, type Resource } from '../../../platform/midcoast.ts';
import { breaches } from '../test-platform.ts';
import { pipelineTrustRules } from './pipeline-trust.ts';

const [trusted, runner] = pipelineTrustRules;
assert.ok(trusted && runner);
const platforms = { production: midcoast(environments.production), staging: midcoast(environments.staging) };

/** The platform with a text in one type of resource put in place of another. */
function changed(platform: Platform, type: string, from: string, to: string): Platform {
  const change = (resource: Resource): Resource => {
    const text = JSON.stringify(resource.attributes);
    if (resource.type !== type || !text.includes(from)) return resource;
    return { ...resource, attributes: JSON.parse(text.replaceAll(from, to)) as Resource['attributes'] };
  };
  const { platform: state } = platform.states;
  const resources = state.resources.map(change);
  assert.notDeepEqual(resources, state.resources);
  return { ...platform, states: { ...platform.states, platform: { ...state, resources } } };
}

describe('pipeline-is-trusted', () => {
  it('passes what is built', () => {
    for (const platform of Object.values(platforms)) assert.deepEqual(breaches(trusted, platform), []);
  });

  it('finds a role that trusts another branch, environment or repository than the job comes from', () => {
    for (const [from, to] of [
      ['refs/heads/main', 'refs/heads/release'],
      ['environment:staging', 'environment:production'],
      ['repo:midcoast/midcoast', 'repo:other/midcoast'],
    ] as const) {
      const found = breaches(trusted, changed(platforms.staging, 'aws_iam_role', from, to));
      assert.ok(found.length > 0, from);
      assert.ok(
        found.every(({ where }) => where === 'aws_iam_role.identity_deploy'),
        JSON.stringify(found),
      );
    }
  });

  it('finds a role that waits for the names of an older repository alone', () => {
    const old = changed(
      platforms.staging,
      'aws_iam_role',
      String.raw`,\"repo:midcoast@*/midcoast@*:environment:staging\"`,
      '',
    );
    const [found, ...others] = breaches(trusted, old);
    assert.match(found?.seen ?? '', /says "repo:midcoast@123456\/midcoast@123456:environment:staging"$/);
    assert.deepEqual(others, []);
  });

  it('finds a claim that is not asked for', () => {
    const open = changed(
      platforms.staging,
      'aws_iam_role',
      String.raw`\"token.actions.githubusercontent.com:environment\":\"staging\"`,
      String.raw`\"token.actions.githubusercontent.com:aud\":\"sts.amazonaws.com\"`,
    );
    assert.deepEqual(
      breaches(trusted, open).map(({ seen }) => seen),
      ['wants environment nothing, and the token of job deploy-staging says "staging"'],
    );
  });

  it('finds a job whose role is not there, and a role that no job asks for', () => {
    const renamed = changed(platforms.production, 'aws_iam_role', '"midcoast-images"', '"midcoast-pushes"');
    assert.deepEqual(
      breaches(trusted, renamed).map(({ where }) => where),
      ['job publish', 'aws_iam_role.identity_images'],
    );
  });
});

describe('pipeline-finds-its-runner', () => {
  it('passes what is built', () => {
    for (const platform of Object.values(platforms)) assert.deepEqual(breaches(runner, platform), []);
  });

  it('finds the runner of another environment, and one that answers another workflow', () => {
    const other = changed(
      platforms.production,
      'aws_codebuild_project',
      'midcoast-runner-production',
      'midcoast-runner-staging',
    );
    assert.equal(breaches(runner, other).length, 1);
    const deaf = changed(platforms.production, 'aws_codebuild_webhook', '^CI/CD Pipeline$', '^Deploy$');
    assert.equal(breaches(runner, deaf).length, 1);
  });
});
