import type { Environment } from '../../../../environments/environment.ts';
import { names } from '../../../../platform/midcoast.ts';
import type { Traffic } from '../repair-proxy.ts';
import type { Fact } from './fact.ts';

/** What no emulator tells again, held against what the provider sent to it. */
export function sentFacts(environment: Environment, { sent }: Traffic): readonly Fact[] {
  const keyOf = (operation: string) =>
    /key\//.test(new URLSearchParams(sent.get(operation)).get('KmsKeyId') ?? '');
  const backups = environment.database.multiAz
    ? [
        {
          name: `${names.database(0)}: copies of its backups sent to be encrypted with a key of ours`,
          expected: true,
          see: async () => keyOf('rds StartDBInstanceAutomatedBackupsReplication'),
        },
      ]
    : [];
  return [
    {
      name: `${names.cache}: sent to be encrypted with a key of ours`,
      expected: true,
      see: async () => keyOf('elasticache CreateReplicationGroup'),
    },
    ...backups,
  ];
}
