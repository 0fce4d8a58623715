import { exitCodes } from '../operations/failure.ts';
import { checkFresh } from '../operations/plan/readiness.ts';
import { rehearseAws } from '../operations/rehearsal/aws/rehearse-aws.ts';
import { rehearseCluster } from '../operations/rehearsal/cluster/rehearse-cluster.ts';
import { rehearsalFolder, reportPath } from '../operations/rehearsal/rehearsal-folder.ts';
import { reportLines } from '../operations/rehearsal/report-lines.ts';
import type { RehearsalReport } from '../operations/rehearsal/report.ts';
import { writeReport } from '../operations/rehearsal/report-files.ts';
import type { Context, Values } from './command.ts';
import { readEnvironment } from './environment-argument.ts';
import { readParts, type Part } from './rehearsal-parts.ts';

const parts: Readonly<Record<Part, typeof rehearseAws>> = { aws: rehearseAws, cluster: rehearseCluster };

/** Rehearses the parts that were asked for, and writes their reports. */
export async function run(
  context: Context,
  values: Values,
  [name = 'production']: readonly string[],
): Promise<number> {
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
}
