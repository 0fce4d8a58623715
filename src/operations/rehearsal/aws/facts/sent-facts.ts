import type { Environment } from '../../../../environments/environment.ts';
import { names } from '../../../../platform/midcoast.ts';
import type { Traffic } from '../repair-proxy.ts';
import type { Fact } from './fact.ts';

/** What no emulator tells again, held against what the provider sent to it. */
export function sentFacts({ databaseShards }: Environment, { sent }: Traffic): readonly Fact[] {
  const ofOurs = (key: string | null | undefined) => /key\/|alias\/midcoast-/.test(key ?? '');
  const forms = (operation: string) => (sent.get(operation) ?? []).map((body) => new URLSearchParams(body));
  const encrypted = (operation: string) => forms(operation).map((form) => ofOurs(form.get('KmsKeyId')));
  return [
    {
      name: `${names.cache}: sent to be encrypted with a key of ours`,
      expected: [true],
      see: async () => encrypted('elasticache CreateReplicationGroup'),
    },
    {
      name: 'databases: copies of their backups, sent to be encrypted with a key of ours',
      expected: Array.from({ length: databaseShards }, () => true),
      see: async () => encrypted('rds StartDBInstanceAutomatedBackupsReplication'),
    },
    {
      name: 'secrets: copies in the recovery region that were sent without a key of ours',
      expected: 0,
      async see() {
        const bodies = sent.get('secretsmanager CreateSecret') ?? [];
        const secrets = bodies.map((body) => JSON.parse(body) as Sent);
        const copies = secrets.flatMap(({ AddReplicaRegions }) => AddReplicaRegions ?? []);
        return copies.filter(({ KmsKeyId }) => !ofOurs(KmsKeyId)).length;
      },
    },
  ];
}

type Sent = { readonly AddReplicaRegions?: readonly { readonly KmsKeyId?: string }[] };
