import type { Command } from './command.ts';
import { checkEnvironment } from './environment-argument.ts';

/** `./midcoast synth`: writes what is generated. */
export const command: Command = {
  name: 'synth',
  summary: 'write generated/ and the workflow: what Terraform, Kubernetes and GitHub read',
  usage: 'synth [ENV] [--check]',
  options: {
    check: {
      type: 'boolean',
      description: 'write nothing; exit 1 where a file is not what synth would write',
    },
  },
  examples: [
    { line: './midcoast synth', shows: 'every environment, and which files changed' },
    { line: './midcoast synth --check', shows: 'what a pipeline asks: is all that is committed fresh?' },
  ],
  notes: [
    'What is written holds no secret and is committed. It is a function of src/environments and src/platform alone, like the workflow of GitHub Actions in .github/workflows, which is one for all environments.',
  ],
  positionals: { least: 0, most: 1 },
  check: checkEnvironment,
  run: async (...given) => (await import('./synth-run.ts')).run(...given),
};
