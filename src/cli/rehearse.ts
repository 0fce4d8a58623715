import { exitCodes, Failure } from '../operations/failure.ts';
import { checkFresh } from '../operations/plan/readiness.ts';
import { rehearseAws } from '../operations/rehearsal/aws/rehearse-aws.ts';
import { rehearseCluster } from '../operations/rehearsal/cluster/rehearse-cluster.ts';
import { rehearsalFolder, reportPath } from '../operations/rehearsal/rehearsal-folder.ts';
import { reportLines } from '../operations/rehearsal/report-lines.ts';
import type { RehearsalReport } from '../operations/rehearsal/report.ts';
import { writeReport } from '../operations/rehearsal/report-files.ts';
import type { Command, Values } from './command.ts';
import { readEnvironment } from './environment-argument.ts';

/** The parts of a rehearsal, in the order in which they run. */
const parts = { aws: rehearseAws, cluster: rehearseCluster } as const;

type Part = keyof typeof parts;
const partNames = Object.keys(parts) as readonly Part[];

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
  async run(context, values, [name = 'production']) {
    const chosen = readParts(values);
    const environment = readEnvironment(name);
    const { root, environment: variables, signal, force, terminal } = context;
    await checkFresh(root, environment);
    const machine = { root, environment: variables };
    const reports: RehearsalReport[] = [];
    for (const part of chosen) {
      const report = await parts[part]({ machine, environment, signal, force, terminal });
      const folder = rehearsalFolder(root, environment.name, part);
      await writeReport(report, folder);
      for (const line of reportLines(report, terminal.colour)) context.print(line);
      context.print(`report: ${reportPath(folder, 'html')}`);
      reports.push(report);
    }
    const [first, ...others] = reports;
    context.json(
      first !== undefined && others.length === 0
        ? first
        : Object.fromEntries(reports.map((report) => [report.part, report])),
    );
    return reports.every(({ passed }) => passed) ? exitCodes.done : exitCodes.checkFailed;
  },
};

function readParts({ only }: Values): readonly Part[] {
  const chosen = partNames.filter((part) => only === undefined || part === only);
  if (chosen.length > 0) return chosen;
  throw new Failure({
    code: 'unknown_rehearsal',
    exit: 'usage',
    message: `there is no part ${JSON.stringify(only)} of a rehearsal`,
    facts: { parts: partNames.join(', ') },
    next: `name one of: ${partNames.join(', ')}`,
  });
}
