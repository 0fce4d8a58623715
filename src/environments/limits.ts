import type { Environment } from './environment.ts';
import { networkRules } from './limits-network.ts';
import type { Rule } from './limits-rule.ts';
import { storeRules } from './limits-stores.ts';
import { workRules } from './limits-work.ts';
import type { Fault } from './unfit-environments.ts';

const rules: readonly Rule[] = [...networkRules, ...workRules, ...storeRules];

/** Everything that is wrong with an environment; empty where it can be built. */
export function faultsOf(environment: Environment): readonly Fault[] {
  return rules
    .filter((rule) => !rule.holds(environment))
    .map(({ path, allowed }) => ({
      environment: environment.name,
      path,
      given: JSON.stringify(valueAt(environment, path)) ?? 'absent',
      allowed: typeof allowed === 'string' ? allowed : allowed(environment),
    }));
}

/** What is wrong between environments, each of which may be sound by itself. */
export function faultsBetween(environments: readonly Environment[]): readonly Fault[] {
  return environments.flatMap((environment) => {
    const { name, accountId, registryAccountId } = environment;
    const others = environments.filter((other) => other !== environment);
    const faults: Fault[] = [];
    if (others.some((other) => other.accountId === accountId)) {
      const allowed = 'an account of its own: names are the same in each environment';
      faults.push({ environment: name, path: 'accountId', given: JSON.stringify(accountId), allowed });
    }
    const holder = others.find((other) => other.accountId === registryAccountId);
    if (accountId !== registryAccountId && !holder?.imageReaderAccountIds.includes(accountId)) {
      const allowed = 'the account of an environment that has this one among its imageReaderAccountIds';
      faults.push({
        environment: name,
        path: 'registryAccountId',
        given: JSON.stringify(registryAccountId),
        allowed,
      });
    }
    return faults;
  });
}

function valueAt(environment: Environment, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((value, step) => (value as Record<string, unknown> | undefined)?.[step], environment);
}
