import type { Environment } from '../../environments/environment.ts';
import { deployMinutes } from '../deploy-limit.ts';
import { names } from '../names.ts';
import { runnerLabel } from './runner-label.ts';
import type { ActionStep, CommandStep, Job, Workflow } from './workflow.ts';

export type PipelineGiven = {
  /** In the order in which a change reaches them; each gets what the one before it has shown to work. */
  readonly environments: readonly Environment[];
  /** Of the account that holds the images. */
  readonly registry: Environment;
};

/**
 * The pipeline: every change is tested, built and rehearsed. What is on the branch is then pushed once, and that one
 * digest is deployed to environment after environment. A job of a pull request, from a fork too, is given nothing that
 * it could give away: there is no secret in GitHub, and no role of AWS trusts its token.
 *
 * Nothing that reached the branch is cut off half-way: a run there waits for the one before it, which may stand before
 * a reviewer; of those that wait the newest stays. So an older image never comes after a newer one.
 */
export function actions({ environments, registry }: PipelineGiven): Workflow {
  const deployments = environments.map((environment, index) => [
    deployJobId(environment),
    deployJob(environment, environments[index - 1]),
  ]);
  return {
    name: names.workflow,
    on: { push: { branches: [names.branch] }, pull_request: { branches: [names.branch] } },
    concurrency: {
      group: '${{ github.workflow }} ${{ github.ref }}',
      'cancel-in-progress': "${{ github.event_name == 'pull_request' }}",
    },
    jobs: {
      test: testJob,
      build: buildJob,
      rehearse: rehearseJob(environments),
      [publishJobId]: publishJob(registry),
      ...Object.fromEntries(deployments),
    },
  };
}

const publishJobId = 'publish';
const deployJobId = ({ name }: Environment) => `deploy-${name}`;

/** GitHub's own machines: pinned, since `latest` becomes another one without a change of ours. */
const machine = 'ubuntu-24.04';

/** Newer than the least that we ask for, and of the line that was rehearsed. */
const terraformVersion = '1.11.4';

const reading = { access: 'read', why: 'to check out' } as const;
const signingIn = { access: 'write', why: 'to show AWS a token, in place of a stored key' } as const;

const checkout: ActionStep = {
  name: 'Check out',
  uses: 'actions/checkout',
  // No step after it talks to GitHub, so none needs the token on disk.
  with: { 'persist-credentials': false },
};

const terraform: ActionStep = {
  name: 'Bring Terraform',
  uses: 'hashicorp/setup-terraform',
  with: { terraform_version: terraformVersion, terraform_wrapper: false },
};

/**
 * What the toolbox brought, by what says which versions it wants. Only for jobs that prove: what is pushed or deployed
 * is made from nothing that an earlier job left.
 */
const tools: ActionStep = {
  name: 'Keep tools',
  uses: 'actions/cache',
  with: {
    path: '.midcoast/tools',
    key: "${{ github.job }}-${{ runner.os }}-${{ runner.arch }}-${{ hashFiles('package-lock.json', 'src/operations/toolbox/**', 'src/operations/rehearsal/**/go.sum') }}",
    'restore-keys': '${{ github.job }}-${{ runner.os }}-${{ runner.arch }}-',
  },
};

/** With CI=true, which GitHub sets: the slow proofs too, and nothing may be skipped. */
const testJob: Job = {
  name: 'Test',
  'runs-on': machine,
  permissions: { contents: reading },
  'timeout-minutes': 120,
  steps: [checkout, tools, terraform, { name: 'Run every check', run: './midcoast test' }],
};

const buildJob: Job = {
  name: 'Build',
  'runs-on': machine,
  permissions: { contents: reading },
  'timeout-minutes': 30,
  steps: [checkout, { name: 'Build the image', run: './midcoast build' }],
};

function rehearseJob(environments: readonly Environment[]): Job {
  const env = { ENVIRONMENT: '${{ matrix.environment }}' };
  return {
    name: 'Rehearse',
    'runs-on': machine,
    permissions: { contents: reading },
    'timeout-minutes': 120,
    strategy: { matrix: { environment: environments.map(({ name }) => name) } },
    steps: [
      checkout,
      tools,
      terraform,
      { name: 'Rehearse it', run: './midcoast rehearse "$ENVIRONMENT"', env },
      // After it: the policy packs look at the plan that it left, with every value that Terraform knows.
      { name: 'Hold it to every rule', run: './midcoast check "$ENVIRONMENT" --rehearsed', env },
      {
        name: 'Show the report',
        if: '${{ !cancelled() }}',
        uses: 'actions/upload-artifact',
        with: {
          name: 'rehearsal-${{ matrix.environment }}',
          path: '.midcoast/rehearsals/**/report.*',
          'include-hidden-files': true,
        },
      },
    ],
  };
}

function publishJob(registry: Environment): Job {
  return {
    name: 'Publish',
    needs: ['test', 'build', 'rehearse'],
    if: "${{ github.event_name == 'push' }}",
    'runs-on': machine,
    permissions: { contents: reading, 'id-token': signingIn },
    'timeout-minutes': 30,
    outputs: { digest: '${{ steps.image.outputs.digest }}' },
    steps: [
      checkout,
      signIn(registry, 'images', 60),
      { name: 'Push the image', id: 'image', run: './midcoast build --push' },
    ],
  };
}

function deployJob(environment: Environment, before: Environment | undefined): Job {
  const { name } = environment;
  const deploy: CommandStep = {
    name: 'Deploy',
    run: `./midcoast deploy ${name} --confirm ${name} --image "$IMAGE_DIGEST"`,
    env: { IMAGE_DIGEST: `\${{ needs.${publishJobId}.outputs.digest }}` },
  };
  return {
    name: `Deploy (${name})`,
    needs: [publishJobId, ...(before === undefined ? [] : [deployJobId(before)])],
    'runs-on': runnerLabel(environment),
    environment: name,
    permissions: { contents: reading, 'id-token': signingIn },
    'timeout-minutes': deployMinutes,
    steps: [checkout, terraform, signIn(environment, 'deploy', deployMinutes), deploy],
  };
}

/** For as long as the job may last; the account is checked, so that a wrong one ends here. */
function signIn(environment: Environment, purpose: string, minutes: number): ActionStep {
  const { accountId, region } = environment;
  return {
    name: 'Sign in to AWS',
    uses: 'aws-actions/configure-aws-credentials',
    with: {
      'role-to-assume': `arn:aws:iam::${accountId}:role/${names.role(purpose)}`,
      'role-session-name': `midcoast-${purpose}-\${{ github.run_id }}`,
      'role-duration-seconds': minutes * 60,
      'aws-region': region,
      'allowed-account-ids': accountId,
    },
  };
}
