import type { Region } from './environment.ts';

type Zone = {
  /** The services of ours that cannot run there. */
  readonly refuses?: readonly string[];
};

/**
 * The availability zones of a region, by id: a zone's name differs from account to account.
 * MSK: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-msk-cluster-brokernodegroupinfo.html
 * EKS: https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html#network-requirements-subnets
 */
const zonesOf: Readonly<Record<Region, Readonly<Record<string, Zone>>>> = {
  'us-east-1': {
    'use1-az1': {},
    'use1-az2': {},
    'use1-az3': { refuses: ['MSK brokers', 'the control plane of EKS'] },
    'use1-az4': {},
    'use1-az5': {},
    'use1-az6': {},
  },
  'us-west-2': { 'usw2-az1': {}, 'usw2-az2': {}, 'usw2-az3': {}, 'usw2-az4': {} },
};

/** Ids of the zones of a region in which all of the platform can run. */
export function usableZones(region: Region): readonly string[] {
  return Object.entries(zonesOf[region] ?? {})
    .filter(([, { refuses }]) => refuses === undefined)
    .map(([id]) => id);
}

/** What cannot run in a zone; empty where all can, and for a zone that is not known. */
export function refusedIn(region: Region, zoneId: string): readonly string[] {
  return zonesOf[region]?.[zoneId]?.refuses ?? [];
}
