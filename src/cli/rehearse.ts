import type { Command } from './command.ts';
import { checkEnvironment } from './environment-argument.ts';
import { partNames, readParts } from './rehearsal-parts.ts';

/** `./midcoast rehearse`: the proof, here, with no cloud account. */
export const command: Command = {
  name: 'rehearse',
  summary: 'the proof, here, with no cloud account',
  usage: 'rehearse [ENV] [--only aws|cluster]',
  options: {
    only: { type: 'string', value: 'PART', description: `one part alone: ${partNames.join(', ')}` },
  },
  examples: [
    { line: './midcoast rehearse', shows: 'production, as it would be applied' },
    { line: './midcoast rehearse staging --only aws --json', shows: 'the report, for a script' },
  ],
  notes: [
    'It applies the very files of generated/ENV by Terraform and its AWS provider to emulators on 127.0.0.1, reads back what was made, changes five things behind Terraform’s back, and destroys all of it. Nothing is sent to AWS, and credentials of yours are not read.',
    'For the cluster, a control plane of Kubernetes on 127.0.0.1 takes the manifests of generated/ENV twice; then versions are rolled out, a zone is drained and an image is wrong, while the limits are watched. Nodes are simulated, and no container runs. The first time its programs are built, which takes half an hour.',
    'The reports are written to .midcoast/rehearsals/ENV/PART/report.json and report.html. Exit 1: something was not as declared; the report says what. With --json: the report of the one part, or both by the names of the parts.',
  ],
  positionals: { least: 0, most: 1 },
  check(context, values, positionals) {
    readParts(values);
    checkEnvironment(context, values, positionals);
  },
  run: async (...given) => (await import('./rehearse-run.ts')).run(...given),
};
