import { join } from 'node:path';
import { stateNames, type Platform, type StateName } from '../../../platform/midcoast.ts';
import { generate } from '../../generated.ts';
import { runCheckov, type CheckovCheck } from './checkov-pack.ts';
import type { Scan } from './finding.ts';
import { hclOf } from './hcl.ts';
import type { Scanners } from './pack-work.ts';
import { rehearsedPlan } from './rehearsed-plan.ts';
import { layOut, policyFolders } from './scan-folder.ts';
import type { Scanner } from './scanner.ts';
import { runTrivy } from './trivy-pack.ts';

/** What the packs find in both states. `root` is the repository’s folder, `parent` is for what they look at. */
export async function cloudScans(
  platform: Platform,
  { checkov, trivy }: Scanners,
  parent: string,
  root: string,
): Promise<readonly Scan[]> {
  const folder = join(parent, 'cloud');
  await layOut(folder, cloudFiles(platform), 'terraform');
  const scans: Scan[] = [];
  for (const state of stateNames) {
    const written = platform.states[state].resources.map(({ address }) => address);
    if (written.length === 0) continue;
    if (checkov) scans.push(...(await checkovScans(checkov, platform, state, { folder, root })));
    if (trivy) {
      const path = join(folder, 'hcl', state);
      const addressOf = (file: string, named?: string) => named ?? file;
      const subject = { part: state, subject: 'hcl', written, path, addressOf } as const;
      scans.push(await runTrivy(trivy, subject, join(folder, policyFolders.trivy)));
    }
  }
  return scans;
}

async function checkovScans(
  scanner: Scanner,
  platform: Platform,
  part: StateName,
  { folder, root }: { readonly folder: string; readonly root: string },
): Promise<readonly Scan[]> {
  const written = platform.states[part].resources.map(({ address }) => address);
  const policies = join(folder, policyFolders.checkov);
  const common = { part, written, addressOf: addressAmong(written) };
  const files = { ...common, subject: 'files', path: join(folder, 'terraform', part) } as const;
  const plan = await rehearsedPlan(root, platform, part);
  const deep =
    plan === undefined
      ? ({ ...common, subject: 'hcl', path: join(folder, 'hcl', part) } as const)
      : ({ ...common, subject: 'plan', path: plan } as const);
  return [await runCheckov(scanner, files, policies), await runCheckov(scanner, deep, policies)];
}

/** The very files of `generated/`, and the same in HCL. */
function cloudFiles(platform: Platform): ReadonlyMap<string, string> {
  const files = new Map([...generate(platform)].filter(([path]) => path.startsWith('terraform/')));
  for (const state of stateNames) {
    const written = Object.entries(hclOf(platform.states[state].documents));
    for (const [heading, text] of written) files.set(`hcl/${state}/${heading}.tf`, text);
  }
  return files;
}

/** checkov does not always name the type of a resource. */
export function addressAmong(written: readonly string[]): (check: CheckovCheck) => string {
  const addresses = new Map(written.map((address) => [address.split('.')[1] ?? '', address]));
  return ({ resource }) =>
    addresses.get(resource.split('.').at(-1) ?? '') ?? resource.split('/').at(-1) ?? '';
}
