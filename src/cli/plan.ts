import type { Command, Options } from './command.ts';
import { checkEnvironment } from './environment-argument.ts';

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
    'It uses your own AWS credentials, by the usual chain: AWS_PROFILE, SSO, environment variables. Those of another account than the environment’s are refused. On first use two things are made in the account: in each region the bucket of Terraform’s state, with its protections, and the roles of AWS’s own services that must be there before ours (AWSServiceRoleForAutoScaling, AWSServiceRoleForRDS, AWSServiceRoleForElastiCache).',
    'Exit 4: the plan would replace or destroy something that holds state, and nobody named it; or the account, the generated files or the working tree are not as they must be.',
  ],
  positionals: { least: 1, most: 1 },
  check: checkEnvironment,
  run: async (...given) => (await import('./plan-run.ts')).run(...given),
};
