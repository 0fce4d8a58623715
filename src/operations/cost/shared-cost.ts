import type { Environment } from '../../environments/environment.ts';
import type { Item } from './classification.ts';
import { hoursAMonth, usage } from './usage.ts';

/** What is paid for and is no resource of Terraform’s: nodes that Karpenter adds, and bytes that travel. */
export type SharedItem = Item & { readonly heading: string; readonly name: string };

/** Any node may come; this one stands for them in size and in price. */
const node = { type: 'm7g.large', cpus: 2 } as const;
/** Karpenter’s own choice unless it is told otherwise. */
const nodeGiB = 50;

/** For the platform’s region. At low use a node carries two pods of the application; at high use all are there. */
export function sharedItems({ application, cluster }: Environment): readonly SharedItem[] {
  const nodes = {
    low: Math.ceil(application.leastPods / node.cpus),
    high: Math.ceil(cluster.nodeCpuLimit / node.cpus),
  };
  const hours = { low: nodes.low * hoursAMonth, high: nodes.high * hoursAMonth };
  const gibibytes = { low: nodes.low * nodeGiB, high: nodes.high * nodeGiB };
  return [
    {
      heading: 'cluster',
      name: 'nodes of Karpenter',
      what: `${nodes.low} to ${nodes.high} nodes such as ${node.type}`,
      quantity: hours,
      price: `ec2.${node.type}`,
    },
    {
      heading: 'cluster',
      name: 'nodes of Karpenter',
      what: `their volumes of ${nodeGiB} GiB`,
      quantity: gibibytes,
      price: 'ebs.gp3_gb_month',
    },
    {
      heading: 'network',
      name: 'traffic',
      what: 'between zones, each direction',
      quantity: usage.interZoneGB,
      price: 'data_transfer.inter_az_gb_each_direction',
    },
    {
      heading: 'network',
      name: 'traffic',
      what: 'out to the internet',
      quantity: usage.internetOutGB,
      price: 'data_transfer.internet_out_gb_first_10tb',
    },
    {
      heading: 'network',
      name: 'traffic',
      what: 'to the recovery region',
      quantity: usage.interRegionGB,
      price: 'data_transfer.inter_region_gb',
    },
  ];
}
