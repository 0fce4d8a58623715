import type { Command } from './command.ts';

/** A row of the table of commands; the file is loaded only when its command is asked for. */
export type CommandRow = {
  readonly name: string;
  readonly group: CommandGroup;
  readonly summary: string;
  /** The packages that its work needs; development packages are added when it first runs, never for its help. */
  readonly packages: 'runtime' | 'development';
  readonly load: () => Promise<{ readonly command: Command }>;
};

/** In the order in which the table shows them. */
export const commandGroups = ['Run it', 'Prove it', 'The cloud', 'This machine'] as const;

export type CommandGroup = (typeof commandGroups)[number];

/** Every command that exists. */
export const commands: readonly CommandRow[] = [
  {
    name: 'up',
    group: 'Run it',
    summary: 'run the platform here; Ctrl-C stops all of it',
    packages: 'runtime',
    load: () => import('./up.ts'),
  },
  {
    name: 'import',
    group: 'Run it',
    summary: 'leads from a CSV file, through the same rules as the API, a verdict a row',
    packages: 'runtime',
    load: () => import('./import.ts'),
  },
  {
    name: 'synth',
    group: 'Prove it',
    summary: 'write generated/ and the workflow: what Terraform, Kubernetes and GitHub read',
    packages: 'development',
    load: () => import('./synth.ts'),
  },
  {
    name: 'test',
    group: 'Prove it',
    summary: 'every check, in the order of CI',
    packages: 'development',
    load: () => import('./test.ts'),
  },
  {
    name: 'bench',
    group: 'Prove it',
    summary: 'how fast leads are taken here, against pgbench and others',
    packages: 'runtime',
    load: () => import('./bench.ts'),
  },
  {
    name: 'check',
    group: 'Prove it',
    summary: 'the rules that span layers, and the policy packs',
    packages: 'development',
    load: () => import('./check.ts'),
  },
  {
    name: 'rehearse',
    group: 'Prove it',
    summary: 'the proof, here, with no cloud account',
    packages: 'development',
    load: () => import('./rehearse.ts'),
  },
  {
    name: 'build',
    group: 'The cloud',
    summary: 'the image of the service, its digest, the list of its parts',
    packages: 'development',
    load: () => import('./build.ts'),
  },
  {
    name: 'plan',
    group: 'The cloud',
    summary: 'what a deploy would change in the cloud, by heading',
    packages: 'development',
    load: () => import('./plan.ts'),
  },
  {
    name: 'deploy',
    group: 'The cloud',
    summary: 'bring cloud and cluster to what the code says, after you have seen and confirmed the plan',
    packages: 'development',
    load: () => import('./deploy.ts'),
  },
  {
    name: 'destroy',
    group: 'The cloud',
    summary: 'take an environment down, in order, and look that nothing is left',
    packages: 'development',
    load: () => import('./destroy.ts'),
  },
  {
    name: 'cost',
    group: 'The cloud',
    summary: 'what it costs a month, by heading, at low and at high use',
    packages: 'development',
    load: () => import('./cost.ts'),
  },
  {
    name: 'diagram',
    group: 'The cloud',
    summary: 'a picture of what is built',
    packages: 'development',
    load: () => import('./diagram.ts'),
  },
  {
    name: 'doctor',
    group: 'This machine',
    summary: 'what this machine has and lacks',
    packages: 'runtime',
    load: () => import('./doctor.ts'),
  },
];
