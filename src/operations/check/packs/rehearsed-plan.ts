import { access, readFile } from 'node:fs/promises';
import type { Platform, StateName } from '../../../platform/midcoast.ts';
import { digestOf, generate } from '../../generated.ts';
import { planPath, rehearsalFolder, reportPath } from '../../rehearsal/rehearsal-folder.ts';

/**
 * The plan that the last rehearsal of an environment left of a state, as `terraform show -json` writes it. Undefined
 * when there is none, or when what is generated has changed since: an old plan tells of what is mended by now.
 */
export async function rehearsedPlan(
  root: string,
  platform: Platform,
  state: StateName,
): Promise<string | undefined> {
  const folder = rehearsalFolder(root, platform.environment.name, 'aws');
  const plan = planPath(folder, state);
  try {
    await access(plan);
    const { digest } = JSON.parse(await readFile(reportPath(folder, 'json'), 'utf8')) as { digest?: string };
    return digest === digestOf(generate(platform)) ? plan : undefined;
  } catch {
    return undefined;
  }
}
