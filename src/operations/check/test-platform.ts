import { join } from 'node:path';
import { production } from '../../environments/production.ts';
import type { Environment } from '../../environments/environment.ts';
import type { Platform, PlatformState, Resource, StateName } from '../../platform/midcoast.ts';
import type { Breach, Rule } from './rule.ts';
import { runbookNames } from './runbook-names.ts';

/** Those that there are. */
export const runbooks = await runbookNames(join(import.meta.dirname, '../../..'));

export type Planted = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** A small platform for tests: attributes by address, for one state or for both. */
export function plantedPlatform(
  platform: Planted,
  recovery: Planted = {},
  environment: Partial<Environment> = {},
): Platform {
  const whole = { ...production, ...environment };
  return {
    environment: whole,
    states: {
      platform: plantedState('platform', whole.region, platform),
      recovery: plantedState('recovery', whole.recoveryRegion, recovery),
    },
    manifests: {},
    addOns: [],
  };
}

/** What a rule finds on a day on which nothing is about to lose its support. */
export function breaches(rule: Rule, platform: Platform, today = '2026-12-01'): readonly Breach[] {
  return rule.find(platform, { today: new Date(today), runbooks });
}

/** Where a rule is broken. */
export function places(rule: Rule, platform: Platform): readonly string[] {
  return breaches(rule, platform).map(({ where }) => where);
}

function plantedState(name: StateName, region: string, planted: Planted): PlatformState {
  const resources: readonly Resource[] = Object.entries(planted).map(([address, attributes]) => {
    const [type = '', id = ''] = address.split('.');
    return { address, type, heading: id.split('_')[0] ?? '', attributes };
  });
  return { name, region, documents: {}, resources };
}
