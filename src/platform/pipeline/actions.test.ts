import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parse } from 'yaml';
import { production } from '../../environments/production.ts';
import { staging } from '../../environments/staging.ts';
import { deployMinutes } from '../deploy-limit.ts';
import { midcoast } from '../midcoast.ts';
import { names } from '../names.ts';
import { actions } from './actions.ts';
import { workflowText, type Job } from './workflow.ts';

const workflow = actions({ environments: [staging, production], registry: production });
const text = workflowText(workflow);
const jobs = Object.entries(workflow.jobs);
const job = (id: string): Job => workflow.jobs[id] ?? assert.fail(id);
const commands = ({ steps }: Job) => steps.flatMap((step) => ('run' in step ? [step.run] : []));
const actionsOf = ({ steps }: Job) => steps.flatMap((step) => ('uses' in step ? [step.uses] : []));

describe('the pipeline', () => {
  it('bears the guide’s name, and runs for pushes to main and for pull requests', () => {
    assert.equal(workflow.name, 'CI/CD Pipeline');
    assert.deepEqual(workflow.on, { push: { branches: ['main'] }, pull_request: { branches: ['main'] } });
  });

  it('tests, builds and rehearses before anything is pushed, and deploys to staging before production', () => {
    assert.deepEqual(job('publish').needs, ['test', 'build', 'rehearse']);
    assert.deepEqual(job('deploy-staging').needs, ['publish']);
    assert.deepEqual(job('deploy-production').needs, ['publish', 'deploy-staging']);
  });

  it('lets check look at the plan that the rehearsal has left', () => {
    assert.deepEqual(commands(job('rehearse')), [
      './midcoast rehearse "$ENVIRONMENT"',
      './midcoast check "$ENVIRONMENT" --rehearsed',
    ]);
  });

  it('deploys the one digest that was pushed', () => {
    for (const id of ['deploy-staging', 'deploy-production']) {
      const [step, ...others] = job(id).steps.filter((each) => 'run' in each);
      assert.deepEqual(step?.env, { IMAGE_DIGEST: '${{ needs.publish.outputs.digest }}' });
      assert.match(step?.run ?? '', /^\.\/midcoast deploy (\w+) --confirm \1 --image "\$IMAGE_DIGEST"$/);
      assert.deepEqual(others, []);
    }
  });

  it('does nothing but our own commands, in which no expression is written out', () => {
    for (const [id, each] of jobs) {
      assert.ok(commands(each).length > 0, id);
      for (const command of commands(each)) {
        assert.match(command, /^\.\/midcoast [a-z]/);
        assert.ok(!command.includes('${{'), command);
      }
    }
  });

  it('lets a job of a pull request sign in nowhere, and no job know a secret', () => {
    const reached = ['test', 'build', 'rehearse'];
    for (const id of reached) {
      assert.deepEqual(Object.keys(job(id).permissions), ['contents'], id);
      assert.ok(!actionsOf(job(id)).includes('aws-actions/configure-aws-credentials'), id);
    }
    assert.match(job('publish').if ?? '', /github\.event_name == 'push'/);
    // The others need what publish gives, and a job whose need was skipped is skipped.
    for (const [id, each] of jobs) {
      if (!reached.includes(id) && id !== 'publish') assert.ok(each.needs?.includes('publish'), id);
      assert.ok(each.if === undefined || id === 'publish', id);
    }
    assert.ok(!/\bsecrets\b/.test(text));
  });

  it('gives no job more than to read the code, and a token where it signs in', () => {
    assert.deepEqual((parse(text) as { permissions: object }).permissions, {});
    for (const [id, { permissions }] of jobs) {
      assert.equal(permissions.contents?.access, 'read', id);
      assert.deepEqual(
        Object.keys(permissions).filter((scope) => !['contents', 'id-token'].includes(scope)),
        [],
      );
    }
  });

  it('never cuts off what reached main, and cuts off what a pull request has replaced', () => {
    assert.deepEqual(workflow.concurrency, {
      group: '${{ github.workflow }} ${{ github.ref }}',
      'cancel-in-progress': "${{ github.event_name == 'pull_request' }}",
    });
  });

  it('lets no job outlast its session in AWS, or its runner', () => {
    for (const id of ['deploy-staging', 'deploy-production', 'publish']) {
      const signIn = job(id).steps.find((step) => 'uses' in step && step.uses.startsWith('aws-actions/'));
      assert.ok(signIn && 'with' in signIn);
      const seconds = Number(signIn.with?.['role-duration-seconds']);
      assert.ok(job(id)['timeout-minutes'] * 60 <= seconds, id);
    }
    assert.equal(job('deploy-production')['timeout-minutes'], deployMinutes);
    const attributes = (type: string, name: string) =>
      midcoast(production).states.platform.resources.find(
        (each) => each.type === type && each.attributes['name'] === name,
      )?.attributes ?? {};
    const role = attributes('aws_iam_role', names.role('deploy'));
    assert.equal(role['max_session_duration'], deployMinutes * 60);
    const project = attributes('aws_codebuild_project', names.runner(production));
    assert.equal(project['build_timeout'], deployMinutes);
    for (const [id, each] of jobs) assert.ok(each['timeout-minutes'] > 0, id);
  });

  it('leaves nothing of an earlier job to what is pushed or deployed', () => {
    for (const id of ['publish', 'deploy-staging', 'deploy-production']) {
      assert.ok(!actionsOf(job(id)).includes('actions/cache'), id);
    }
  });
});

describe('the workflow’s text', () => {
  it('pins every action by its commit, with the version beside it', () => {
    const uses = [...text.matchAll(/uses: (.+)$/gm)].map(([, line]) => line ?? '');
    assert.ok(uses.length >= jobs.length);
    for (const line of uses) assert.match(line, /^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  });

  it('says of every permission why it is given', () => {
    for (const [, line] of text.matchAll(/^ +((?:contents|id-token): .+)$/gm))
      assert.match(line ?? '', / # \w/);
  });

  it('is the same every time', () => {
    assert.equal(workflowText(actions({ environments: [staging, production], registry: production })), text);
  });
});
