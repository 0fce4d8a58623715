import type { Environment } from '../../../../environments/environment.ts';
import { midcoast, names } from '../../../../platform/midcoast.ts';
import type { StateResource } from '../state-resources.ts';
import { keyRotationFacts, networkFacts } from './account-facts.ts';
import { bucketFacts } from './bucket-facts.ts';
import { imageFacts } from './cluster-facts.ts';
import type { Fact } from './fact.ts';
import { groupGraphFact } from './group-graph.ts';
import { alarmFact } from './reach-facts.ts';
import { vaultFacts } from './vault-facts.ts';

/** What an environment promises of its recovery region, asked there; `state` is what Terraform made of it. */
export function recoveryFacts(environment: Environment, state: readonly StateResource[]): readonly Fact[] {
  const { recoveryRegion, recoveryNetwork, accountId, registryAccountId } = environment;
  const facts = [
    groupGraphFact(midcoast(environment).states.recovery.resources, state),
    ...networkFacts(names.recoveryVpc, recoveryNetwork),
    ...keyRotationFacts(),
    ...bucketFacts(names.logBucket(environment, recoveryRegion), 'AES256'),
    ...bucketFacts(names.configurationBucket(environment, recoveryRegion), 'aws:kms'),
    ...vaultFacts(environment, 'recovery'),
    ...(accountId === registryAccountId ? imageFacts() : []),
    alarmFact(recoveryRegion, environment),
  ];
  return facts.map((fact) => ({ ...fact, name: `${recoveryRegion}: ${fact.name}` }));
}
