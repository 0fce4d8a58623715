import { connectionBudget } from '../../../environments/connection-budget.ts';
import { databaseInstances } from '../../../environments/instances.ts';
import type { Platform } from '../../../platform/midcoast.ts';
import { blocks, declared, placeOf, references, type Declared } from '../../declaration.ts';
import type { Rule } from '../rule.ts';

/** `LEAST({DBInstanceClassMemory/9531392},5000)`, which RDS takes where the parameter group says nothing. */
const bytesAConnection = 9_531_392;
const mostConnections = 5_000;

const budget: Rule = {
  id: 'connections-within-budget',
  says: 'All pods at the highest scale, with their pools and the jobs, find connections to their database.',
  mend: 'Choose a larger database.instanceClass or fewer pods, and let max_connections be connectionBudget(…).most.',
  find: (platform) => {
    const { shares } = connectionBudget(platform.environment);
    const wanted = Object.values(shares).reduce((sum, share) => sum + share, 0);
    return declared(platform, 'aws_db_instance')
      .filter(({ state }) => state === 'platform')
      .map((database) => ({ database, offered: connectionsOf(database, platform) }))
      .filter(({ offered }) => offered < wanted)
      .map(({ database, offered }) => ({
        where: placeOf(database),
        seen: `${wanted} connections are wanted, ${offered} are there`,
      }));
  },
};

export const connectionBudgetRules: readonly Rule[] = [budget];

/** 0 where the memory of the class is not known here. */
function connectionsOf(database: Declared, platform: Platform): number {
  const groups = references(database.attributes['parameter_group_name']);
  const parameter = declared(platform, 'aws_db_parameter_group')
    .filter(({ state, address }) => state === database.state && groups.includes(address))
    .flatMap(({ attributes }) => blocks(attributes, 'parameter'))
    .find(({ name }) => name === 'max_connections');
  const written = Number(parameter?.['value']);
  if (Number.isInteger(written)) return written;
  const memoryGiB = databaseInstances[String(database.attributes['instance_class'])]?.memoryGiB ?? 0;
  return Math.min(Math.floor((memoryGiB * 1024 ** 3) / bytesAConnection), mostConnections);
}
