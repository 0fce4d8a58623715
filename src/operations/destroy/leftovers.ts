import { paginateDescribeTags } from '@aws-sdk/client-ec2';
import {
  paginateGetResources,
  type ResourceGroupsTaggingAPIClient,
  type TagFilter,
} from '@aws-sdk/client-resource-groups-tagging-api';
import { isGone, type LingeringClients } from './lingering.ts';

/** The clients of one region that a scan asks. */
export type ScanClients = LingeringClients & { readonly tagging: ResourceGroupsTaggingAPIClient };

/** What bears one of the tags and is really still there: ARNs, or ids of EC2, in order. */
export async function findLeftovers(
  clients: ScanClients,
  tags: readonly TagFilter[],
): Promise<readonly string[]> {
  const found = new Set<string>();
  for (const tag of tags) {
    const arns = await listTagged(clients, tag);
    // EC2 tells at once what the tagging API tells later, and by id alone.
    const ids = await listTaggedByEc2(clients, tag);
    const known = new Set(arns.map((arn) => arn.split('/').at(-1)));
    for (const thing of [...arns, ...ids.filter((id) => !known.has(id))]) found.add(thing);
  }
  const standing = await Promise.all(
    [...found].map(async (thing) => ((await isGone(clients, thing)) ? [] : [thing])),
  );
  return standing.flat().toSorted();
}

async function listTagged({ tagging }: ScanClients, tag: TagFilter): Promise<readonly string[]> {
  const arns: string[] = [];
  for await (const page of paginateGetResources({ client: tagging }, { TagFilters: [tag] })) {
    arns.push(...(page.ResourceTagMappingList ?? []).flatMap(({ ResourceARN: arn }) => arn ?? []));
  }
  return arns;
}

async function listTaggedByEc2({ ec2 }: ScanClients, { Key, Values }: TagFilter): Promise<readonly string[]> {
  const Filters = [
    { Name: 'key', Values: [Key ?? ''] },
    ...(Values === undefined ? [] : [{ Name: 'value', Values }]),
  ];
  const ids: string[] = [];
  for await (const page of paginateDescribeTags({ client: ec2 }, { Filters })) {
    ids.push(...(page.Tags ?? []).flatMap(({ ResourceId: id }) => id ?? []));
  }
  return ids;
}
