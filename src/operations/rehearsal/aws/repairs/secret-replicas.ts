import type { Repair } from '../repair-proxy.ts';
import { readJson, withJson } from './answers.ts';

const service = 'secretsmanager';

type Replica = { readonly Region: string; readonly KmsKeyId?: string };

/** moto shows each copy of a secret under AWS's own key, whatever key it was to be encrypted with. */
export function secretReplicaRepairs(): readonly Repair[] {
  const keys = new Map<string, string>();
  return [
    {
      service,
      operation: /^(CreateSecret|ReplicateSecretToRegions)$/,
      async answer(call, ask) {
        const { AddReplicaRegions } = readJson(call) as { AddReplicaRegions?: readonly Replica[] };
        const answer = await ask(call);
        const { ARN } = readJson(answer);
        for (const { Region, KmsKeyId } of AddReplicaRegions ?? []) {
          if (KmsKeyId !== undefined) keys.set(`${String(ARN)} ${Region}`, KmsKeyId);
        }
        return answer;
      },
    },
    {
      service,
      operation: 'DescribeSecret',
      async answer(call, ask) {
        const answer = await ask(call);
        if (answer.status !== 200) return answer;
        const secret = readJson(answer) as { ARN: string; ReplicationStatus?: readonly Replica[] };
        const ReplicationStatus = secret.ReplicationStatus?.map((replica) => ({
          ...replica,
          KmsKeyId: keys.get(`${secret.ARN} ${replica.Region}`) ?? replica.KmsKeyId,
        }));
        return withJson(answer, { ...secret, ReplicationStatus });
      },
    },
  ];
}
