import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { production } from '../../environments/production.ts';
import { resourcesOf } from '../document.ts';
import { State } from '../state.ts';
import { runner } from './runner.ts';

const state = new State(production, 'platform', production.region);
runner(state.heading('runner'), {
  environment: production,
  keys: { application: { arn: 'key-of-application' }, logs: { arn: 'key-of-logs' } },
  network: { vpcId: 'vpc-1', privateSubnetIds: ['subnet-1', 'subnet-2', 'subnet-3'] },
  groups: { runner: { id: 'sg-runner' } },
  role: { arn: 'role-of-runner', grants: [] },
});
const resources = resourcesOf(state);
const only = (type: string) => resources.find((each) => each.type === type)?.attributes ?? {};

describe('the runner', () => {
  it('stands in the private subnets, in its own group', () => {
    assert.deepEqual(only('aws_codebuild_project')['vpc_config'], {
      security_group_ids: ['sg-runner'],
      subnets: ['subnet-1', 'subnet-2', 'subnet-3'],
      vpc_id: 'vpc-1',
    });
  });

  it('is started by queued jobs of the pipeline alone', () => {
    const [group, ...others] = only('aws_codebuild_webhook')['filter_group'] as { filter: object[] }[];
    assert.deepEqual(group?.filter, [
      { type: 'EVENT', pattern: 'WORKFLOW_JOB_QUEUED' },
      { type: 'WORKFLOW_NAME', pattern: '^CI/CD Pipeline$' },
    ]);
    assert.deepEqual(others, []);
  });

  it('is not root of its host, and writes into a log that is encrypted and kept', () => {
    const { environment, logs_config: logs } = only('aws_codebuild_project') as Record<
      string,
      Record<string, unknown>
    >;
    assert.equal(environment?.['privileged_mode'], false);
    assert.deepEqual(logs?.['cloudwatch_logs'], {
      group_name: '${aws_cloudwatch_log_group.runner_logs.name}',
      status: 'ENABLED',
    });
    assert.equal(only('aws_cloudwatch_log_group')['kms_key_id'], 'key-of-logs');
    assert.equal(only('aws_cloudwatch_log_group')['retention_in_days'], 365);
  });

  it('lets a job wait for its turn, where a limit would refuse the build and leave the job alone', () => {
    assert.equal(only('aws_codebuild_project')['concurrent_build_limit'], undefined);
    assert.equal(only('aws_codebuild_project')['queued_timeout'], 60);
  });

  it('holds no token of GitHub', () => {
    assert.ok(!resources.some(({ type }) => type === 'aws_codebuild_source_credential'));
    assert.ok(!JSON.stringify(resources).includes('oauth'));
  });
});
