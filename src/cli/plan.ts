import { serviceRoleNames } from '../operations/account/service-roles.ts';
import { makePlan, type PlanWork } from '../operations/plan/plan.ts';
import { isEmpty, planJson, planLines } from '../operations/plan/plan-report.ts';
import { refuseLosses } from '../operations/plan/stateful.ts';
import type { Command, Context, Options, Values } from './command.ts';
import { readEnvironment } from './environment-argument.ts';

/** What plan and deploy have in common. */
export const planOptions: Options = {
  replace: {
    type: 'string',
    multiple: true,
    value: 'ADDRESS',
    description: 'let this thing be replaced or destroyed although it holds state; as often as needed',
  },
};

/** `./midcoast plan`: what a deploy would change in the cloud. */
export const command: Command = {
  name: 'plan',
  summary: 'what a deploy would change in the cloud, by heading',
  usage: 'plan ENV [--replace ADDRESS]',
  options: planOptions,
  examples: [
    {
      line: './midcoast plan staging',
      shows: 'every change by heading; none is made but what a first use needs (below)',
    },
    {
      line: './midcoast plan production --replace aws_db_instance.database_shard_0',
      shows: 'a plan that may replace the database that is named',
    },
  ],
  notes: [
    `It uses your own AWS credentials, by the usual chain: AWS_PROFILE, SSO, environment variables. Those of another account than the environment’s are refused. On first use two things are made in the account: in each region the bucket of Terraform’s state, with its protections, and the roles of AWS’s own services that our keys name (${serviceRoleNames.join(', ')}).`,
    'Exit 4: the plan would replace or destroy something that holds state, and nobody named it; or the account, the generated files or the working tree are not as they must be.',
  ],
  positionals: { least: 1, most: 1 },
  async run(context, values, [name = '']) {
    const planned = await makePlan(planWork(context, values, name));
    for (const line of planLines(planned, context.terminal.colour)) context.print(line);
    refuseLosses(planned.losses);
    context.json(planJson(planned));
    context.print(
      isEmpty(planned)
        ? 'the cloud is as it should be'
        : `./midcoast deploy ${name} plans again, and applies`,
    );
    return 0;
  },
};

/** The work of planning, from the command line. */
export function planWork(context: Context, values: Values, name: string): PlanWork {
  const { root, environment: variables, signal, force, terminal } = context;
  const replace = values['replace'];
  const named = Array.isArray(replace) ? replace.map(String) : [];
  return { root, environment: readEnvironment(name), variables, signal, force, terminal, named };
}
