import type { Platform } from '../../platform/midcoast.ts';
import type { Breach, Circumstances, Rule } from './rule.ts';
import { rules } from './rules.ts';

/** What came of one rule. */
export type RuleResult = Pick<Rule, 'id' | 'says' | 'mend'> & { readonly breaches: readonly Breach[] };

/** Holds a platform to every rule, in the order of the table. */
export function examine(platform: Platform, circumstances: Circumstances): readonly RuleResult[] {
  return rules.map(({ id, says, mend, find }) => ({
    id,
    says,
    mend,
    breaches: find(platform, circumstances),
  }));
}
