import { createInterface } from 'node:readline/promises';
import { confirm } from '../operations/deploy/confirmation.ts';
import { refuseStranger } from '../operations/deploy/deployer.ts';
import { applyPlanned } from '../operations/deploy/deploy.ts';
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

/** `./midcoast deploy`: brings the cloud to what the code says. */
export const command: Command = {
  name: 'deploy',
  summary: 'bring the cloud to what the code says, after you have seen and confirmed the plan',
  usage: 'deploy ENV [--confirm NAME] [--replace ADDRESS]',
  options: { ...confirmOptions, ...planOptions },
  examples: [
    {
      line: './midcoast deploy staging',
      shows: 'the plan, then the question, then exactly that plan applied',
    },
    { line: './midcoast deploy production --confirm production', shows: 'the same in a pipeline' },
  ],
  notes: [
    'It uses your own AWS credentials, by the usual chain: AWS_PROFILE, SSO, environment variables. Ctrl-C lets Terraform finish what it is making and write its state; the next deploy goes on from there.',
  ],
  positionals: { least: 1, most: 1 },
  async run(context, values, [name = '']) {
    const planned = await makePlan(planWork(context, values, name));
    for (const line of planLines(planned, context.terminal.colour)) context.print(line);
    await agree(context, values, planned).catch(async (error: unknown) => {
      await discardPlans(planned);
      throw error;
    });
    const applied = await applyPlanned(planned, context.terminal);
    context.json({ ...planJson(planned), applied });
    context.print(`${name} is deployed`);
    return 0;
  },
};

/** Nothing is lost that was not named, and somebody has said yes; a plan without changes needs neither. */
async function agree(context: Context, values: Values, planned: Planned): Promise<void> {
  refuseLosses(planned.losses);
  refuseStranger(planned);
  if (isEmpty(planned)) return;
  const { name } = planned.platform.environment;
  const deed = `deploy ${describeChanges(planned)} to ${name}`;
  await confirm({ name, given: readConfirm(values), ask: questioner(context), deed });
}

/** What stood after `--confirm`. */
export function readConfirm(values: Values): string | undefined {
  const given = values['confirm'];
  return typeof given === 'string' ? given : undefined;
}

/** Asks on stderr and reads a line of stdin, where a person sits before both. */
export function questioner({
  terminal,
  signal,
}: Context): ((question: string) => Promise<string>) | undefined {
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
