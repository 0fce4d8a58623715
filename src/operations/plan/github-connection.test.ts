import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { production } from '../../environments/production.ts';
import { Failure } from '../failure.ts';
import type { Change, Plan } from '../terraform/plan-file.ts';
import { awaitedConnection, explainFailedApply } from './github-connection.ts';

function change(type: string, action: Change['action'], before?: Change['before']): Change {
  const address = `${type}.runner`;
  return {
    address,
    type,
    action,
    before,
    mode: 'managed',
    previousAddress: undefined,
    after: { name: 'midcoast-runner' },
    replacedFor: [],
    changed: [],
  };
}

function planOf(...changes: readonly Change[]): Plan {
  return { terraformVersion: '1.14.0', applyable: true, changes, drift: [], outputs: [] };
}

const webhook = change('aws_codebuild_webhook', 'create');
const connection = (status: string) =>
  change('aws_codeconnections_connection', 'none', { connection_status: status });
const first = planOf(webhook, change('aws_codeconnections_connection', 'create'));

function failed(...addresses: readonly string[]): Failure {
  return failedWith(addresses.map((address) => `Error: refused\n  with ${address},`).join('\n'));
}

function failedWith(said: string): Failure {
  return new Failure({
    code: 'terraform_failed',
    exit: 'outside',
    message: 'Terraform failed at apply',
    facts: { said },
    next: 'mend it',
  });
}

describe('the connection to GitHub', () => {
  it('is awaited by the first deploy, and by each after it until a person has confirmed it', () => {
    assert.equal(awaitedConnection(first), 'midcoast-runner');
    assert.equal(awaitedConnection(planOf(webhook, connection('PENDING'))), 'midcoast-runner');
    assert.equal(awaitedConnection(planOf(webhook, connection('AVAILABLE'))), undefined);
    assert.equal(awaitedConnection(planOf(connection('PENDING'))), undefined);
  });

  it('is named with its page where a deploy stopped for want of it', () => {
    const told = explainFailedApply(failed('aws_codebuild_webhook.runner_webhook'), first, production);
    assert.ok(told instanceof Failure);
    assert.equal(told.code, 'github_unconnected');
    assert.equal(
      told.facts['page'],
      'https://us-east-1.console.aws.amazon.com/codesuite/settings/connections?region=us-east-1',
    );
    assert.match(
      told.next,
      /choose midcoast-runner, then Update pending connection.*deploy production again/,
    );
  });

  it('is not blamed for what else failed, nor once it is there', () => {
    const both = failed('aws_codebuild_webhook.runner_webhook', 'aws_eks_cluster.cluster_kubernetes');
    assert.equal(explainFailedApply(both, first, production), both);
    const alone = failed('aws_codebuild_webhook.runner_webhook');
    const connected = planOf(webhook, connection('AVAILABLE'));
    assert.equal(explainFailedApply(alone, connected, production), alone);
    const cut = failedWith(`another error, cut\n${String(alone.facts['said'])}`);
    assert.equal(explainFailedApply(cut, first, production), cut);
    const silent = failed();
    assert.equal(explainFailedApply(silent, first, production), silent);
  });
});
