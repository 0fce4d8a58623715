import { checkConfirmable } from '../operations/deploy/confirmation.ts';
import type { Command, Options } from './command.ts';
import { confirmationOf, parts, readDigest, readPart } from './deploy-words.ts';
import { readEnvironment } from './environment-argument.ts';
import { planOptions } from './plan.ts';

/** What deploy and destroy have in common. */
export const confirmOptions: Options = {
  confirm: {
    type: 'string',
    value: 'NAME',
    description: 'the environment’s name once more: the yes of a pipeline, where nobody can be asked',
  },
};

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
  check(context, values, [name = '']) {
    const environment = readEnvironment(name);
    readDigest(values);
    readPart(values);
    checkConfirmable(confirmationOf(context, values, environment));
  },
  run: async (...given) => (await import('./deploy-run.ts')).run(...given),
};
