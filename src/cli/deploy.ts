import { createInterface } from 'node:readline/promises';
import type { Environment } from '../environments/environment.ts';
import { reachCloud } from '../operations/account/cloud.ts';
import { refuseAbsentImage } from '../operations/account/image.ts';
import { checkConfirmable, confirm, type Confirmation } from '../operations/deploy/confirmation.ts';
import { refuseStranger } from '../operations/deploy/deployer.ts';
import { applyPlanned } from '../operations/deploy/deploy.ts';
import { deployCluster } from '../operations/deploy/deploy-cluster.ts';
import { Failure } from '../operations/failure.ts';
import { formatDuration } from '../operations/figures.ts';
import { discardPlans, makePlan, type Planned } from '../operations/plan/plan.ts';
import { describeChanges, isEmpty, planJson, planLines } from '../operations/plan/plan-report.ts';
import { refuseLosses } from '../operations/plan/stateful.ts';
import type { Command, Context, Options, Values } from './command.ts';
import { planOptions, planWork } from './plan.ts';

/** What deploy and destroy have in common. */
export const confirmOptions: Options = {
  confirm: {
    type: 'string',
    value: 'NAME',
    description: 'the environment’s name once more: the yes of a pipeline, where nobody can be asked',
  },
};

/** The parts that may be deployed without the others. */
const parts = ['cloud'] as const;

/** `./midcoast deploy`: brings cloud and cluster to what the code says. */
export const command: Command = {
  name: 'deploy',
  summary: 'bring cloud and cluster to what the code says, after you have seen and confirmed the plan',
  usage: 'deploy ENV [--image DIGEST] [--only cloud] [--confirm NAME] [--replace ADDRESS]',
  options: {
    image: {
      type: 'string',
      value: 'DIGEST',
      description: 'the image that is rolled out, as sha256:…; that of the commit when absent',
    },
    only: { type: 'string', value: 'PART', description: `one part alone: ${parts.join(', ')}` },
    ...confirmOptions,
    ...planOptions,
  },
  examples: [
    {
      line: './midcoast deploy staging',
      shows: 'the plan, then the question, then exactly that plan applied',
    },
    { line: './midcoast deploy production --confirm production', shows: 'the same in a pipeline' },
    {
      line: './midcoast deploy staging --only cloud',
      shows: 'from outside of its network, where the cluster is out of reach',
    },
  ],
  notes: [
    'It uses your own AWS credentials, by the usual chain: AWS_PROFILE, SSO, environment variables. Ctrl-C lets Terraform finish what it is making and write its state; the next deploy goes on from there.',
    'Then the cluster, from inside its network alone: add-ons, migration, and the version by the environment’s strategy. It is asked through the front door, and one that does not serve is taken back. Ctrl-C leaves a rollout to the cluster, which goes on with it; the next deploy follows it.',
    'Exit 1: the version was taken back; what served before serves. To take one back yourself, deploy the digest that ran before.',
  ],
  positionals: { least: 1, most: 1 },
  async run(context, values, [name = '']) {
    const digest = readDigest(values);
    const cloudOnly = readPart(values) === 'cloud';
    const work = planWork(context, values, name);
    checkConfirmable(confirmationOf(context, values, work.environment));
    const planned = await makePlan(work);
    for (const line of planLines(planned, context.terminal.colour)) context.print(line);
    // An emulator of AWS has no cluster in it: that is rehearsed by itself.
    const withCluster = !cloudOnly && !planned.rehearsed;
    await agree(context, values, planned, withCluster).catch(async (error: unknown) => {
      await discardPlans(planned);
      throw error;
    });
    const applied = await applyPlanned(planned, context.terminal);
    if (!withCluster) {
      context.json({ ...planJson(planned), applied });
      context.print(`the cloud of ${name} is deployed`);
      return 0;
    }
    const rolledOut = await deployCluster({ ...clusterWork(context), planned, digest });
    context.json({ ...planJson(planned), applied, rolledOut });
    context.print(`${name} is deployed: ${rolledOut.to} in ${formatDuration(rolledOut.seconds)}`);
    return 0;
  },
};

function clusterWork({ root, environment, signal, terminal }: Context) {
  return { machine: { root, environment }, cloud: reachCloud(environment), signal, terminal };
}

/** Nothing is lost that was not named, and somebody has said yes; where nothing would change nobody is asked. */
async function agree(
  context: Context,
  values: Values,
  planned: Planned,
  withCluster: boolean,
): Promise<void> {
  refuseLosses(planned.losses);
  refuseStranger(planned);
  if (isEmpty(planned) && !withCluster) return;
  if (withCluster) await refuseAbsentImage(reachCloud(context.environment), planned, readDigest(values));
  const { environment } = planned.platform;
  const changes = isEmpty(planned) ? 'a version' : describeChanges(planned);
  const deed = `deploy ${changes} to ${environment.name}`;
  await confirm({ ...confirmationOf(context, values, environment), deed });
}

const digestForm = /^sha256:[0-9a-f]{64}$/;

/** What stood after `--image`. */
function readDigest(values: Values): string | undefined {
  const given = values['image'];
  if (given === undefined) return undefined;
  if (typeof given === 'string' && digestForm.test(given)) return given;
  throw new Failure({
    code: 'digest_invalid',
    exit: 'usage',
    message: `${JSON.stringify(given)} is no digest of an image`,
    facts: { form: 'sha256: and 64 hexadecimal digits' },
    next: 'give the digest that ./midcoast build --push printed; a tag may mean another image tomorrow',
  });
}

function readPart(values: Values): (typeof parts)[number] | undefined {
  const { only } = values;
  const part = parts.find((each) => each === only);
  if (only === undefined || part !== undefined) return part;
  throw new Failure({
    code: 'unknown_part',
    exit: 'usage',
    message: `there is no part ${JSON.stringify(only)} that is deployed alone`,
    facts: { parts: parts.join(', ') },
    next: `name one of: ${parts.join(', ')}; without --only all of it is deployed`,
  });
}

/** How the environment's name may be confirmed: by what stood after `--confirm`, or by a person. */
export function confirmationOf(
  context: Context,
  { confirm: given }: Values,
  { name }: Environment,
): Omit<Confirmation, 'deed'> {
  return { name, given: typeof given === 'string' ? given : undefined, ask: questioner(context) };
}

/** Asks on stderr and reads a line of stdin, where a person sits before both. */
function questioner({ terminal, signal }: Context): Confirmation['ask'] {
  if (!terminal.interactive || !process.stdin.isTTY) return undefined;
  return async (question) => {
    const lines = createInterface({ input: process.stdin, output: process.stderr });
    try {
      return await lines.question(terminal.colour.bold(question), { signal });
    } finally {
      lines.close();
    }
  };
}
