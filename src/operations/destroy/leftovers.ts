import { DescribeInstancesCommand, paginateDescribeTags, type EC2Client } from '@aws-sdk/client-ec2';
import { DescribeKeyCommand, type KMSClient } from '@aws-sdk/client-kms';
import {
  paginateGetResources,
  type ResourceGroupsTaggingAPIClient,
  type TagFilter,
} from '@aws-sdk/client-resource-groups-tagging-api';
import { DescribeSecretCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';

/** The clients of one region that a scan asks. */
export type ScanClients = {
  readonly tagging: ResourceGroupsTaggingAPIClient;
  readonly ec2: EC2Client;
  readonly kms: KMSClient;
  readonly secrets: SecretsManagerClient;
};

/**
 * What bears one of the tags and is really still there: ARNs, or ids of EC2. AWS goes on listing for a while what
 * has ended, and lists keys and secrets until their days of grace are over: those are asked one by one.
 */
export async function findLeftovers(
  clients: ScanClients,
  tags: readonly TagFilter[],
): Promise<readonly string[]> {
  const found = new Set<string>();
  for (const tag of tags) {
    for await (const page of paginateGetResources({ client: clients.tagging }, { TagFilters: [tag] })) {
      for (const { ResourceARN: arn } of page.ResourceTagMappingList ?? [])
        if (arn !== undefined) found.add(arn);
    }
    // EC2 tells at once what the tagging API tells later.
    const Filters = [
      { Name: 'key', Values: [tag.Key ?? ''] },
      ...(tag.Values === undefined ? [] : [{ Name: 'value', Values: tag.Values }]),
    ];
    for await (const page of paginateDescribeTags({ client: clients.ec2 }, { Filters })) {
      for (const { ResourceId: id } of page.Tags ?? []) {
        if (id !== undefined && ![...found].some((arn) => arn.endsWith(`/${id}`))) found.add(id);
      }
    }
  }
  const standing = await Promise.all(
    [...found].map(async (one) => ({ one, gone: await isGone(clients, one) })),
  );
  return standing.flatMap(({ one, gone }) => (gone ? [] : [one])).toSorted();
}

type GoneCheck = {
  readonly of: RegExp;
  readonly isGone: (clients: ScanClients, id: string) => Promise<boolean>;
};

/** How each kind that lingers is seen to be gone; the group of the pattern is the id that is asked for. */
const lingering: readonly GoneCheck[] = [
  {
    of: /(?:^|\/)(i-[0-9a-f]+)$/,
    async isGone({ ec2 }, id) {
      const { Reservations } = await ec2.send(new DescribeInstancesCommand({ InstanceIds: [id] }));
      const states = (Reservations ?? []).flatMap(({ Instances }) =>
        (Instances ?? []).map(({ State }) => State?.Name),
      );
      return states.every((state) => state === 'terminated');
    },
  },
  {
    of: /^(arn:aws:kms:.*:key\/.+)$/,
    async isGone({ kms }, arn) {
      const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId: arn }));
      return (
        KeyMetadata?.KeyState === 'PendingDeletion' || KeyMetadata?.KeyState === 'PendingReplicaDeletion'
      );
    },
  },
  {
    of: /^(arn:aws:secretsmanager:.+)$/,
    async isGone({ secrets }, arn) {
      const { DeletedDate } = await secrets.send(new DescribeSecretCommand({ SecretId: arn }));
      return DeletedDate !== undefined;
    },
  },
];

async function isGone(clients: ScanClients, one: string): Promise<boolean> {
  for (const check of lingering) {
    const id = check.of.exec(one)?.[1];
    if (id !== undefined) return check.isGone(clients, id).catch(isNotFound);
  }
  return false;
}

function isNotFound(error: unknown): boolean {
  if (error instanceof Error && /NotFound/.test(error.name)) return true;
  throw error;
}
