import type { Environment, EnvironmentName } from '../../environments/environment.ts';
import { midcoast } from '../../platform/midcoast.ts';
import { declared } from '../declaration.ts';
import { examine, type RuleResult } from './examination.ts';
import { excuseTables } from './packs/excuse-tables.ts';
import type { PackWork } from './packs/pack-work.ts';
import { partsOf } from './packs/parts.ts';
import { runPacks, type PackResults } from './packs/policy-packs.ts';
import { judge, type Verdict } from './packs/verdict.ts';
import type { Circumstances } from './rule.ts';
import { runbookNames } from './runbook-names.ts';

/** What `check` found in one environment. */
export type CheckReport = {
  readonly environment: EnvironmentName;
  /** Resources of both states together. */
  readonly resources: number;
  /** What is applied to the cluster. */
  readonly objects: number;
  readonly rules: readonly RuleResult[];
  readonly packs: PackResults & { readonly verdict: Verdict; readonly excuses: number };
};

/** Builds the platform of an environment, holds it to every rule, and lets the policy packs look at it. */
export async function check(
  environment: Environment,
  { today }: Pick<Circumstances, 'today'>,
  work: PackWork,
): Promise<CheckReport> {
  const platform = midcoast(environment);
  const rules = examine(platform, { today, runbooks: await runbookNames(work.machine.root) });
  const packs = await runPacks(platform, today, work);
  const parts = partsOf(platform);
  const verdict = judge(parts, packs.scans, excuseTables);
  return {
    environment: environment.name,
    resources: declared(platform).length,
    objects: parts.cluster.length,
    rules,
    packs: { ...packs, verdict, excuses: excuseTables.flat().length },
  };
}
