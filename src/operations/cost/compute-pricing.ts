import { numberAt, references, textAt, textsAt, valueAt } from '../declaration.ts';
import { formatAmount } from '../figures.ts';
import { fixed } from './amount.ts';
import { priced, type Classifications } from './classification.ts';
import { hoursAMonth, usage } from './usage.ts';

/** The cluster, its managed nodes, its images and the runner of the pipeline. */
export const computePricing: Classifications = {
  aws_eks_cluster: priced(() => [
    { what: 'the control plane', quantity: fixed(hoursAMonth), price: 'eks.cluster_hour_standard_support' },
  ]),
  aws_eks_node_group: priced(({ attributes }, { environment }) => {
    const { systemNodes } = environment.cluster;
    const type = textsAt(attributes, 'instance_types')[0] ?? systemNodes.instanceType;
    const least = numberAt(attributes, 'scaling_config.min_size') ?? systemNodes.least;
    const most = numberAt(attributes, 'scaling_config.max_size') ?? systemNodes.most;
    return [
      {
        what: `${least} to ${most} nodes ${type}`,
        quantity: { low: least * hoursAMonth, high: most * hoursAMonth },
        price: `ec2.${type}`,
      },
      {
        what: `their volumes of ${systemNodes.diskGiB} GiB`,
        quantity: { low: least * systemNodes.diskGiB, high: most * systemNodes.diskGiB },
        price: 'ebs.gp3_gb_month',
      },
    ];
  }),
  aws_autoscaling_group: priced(({ attributes }, { at }) => {
    const template = references(attributes['launch_template']).map(at)[0]?.attributes ?? {};
    const type = textAt(template, 'instance_type');
    const gibibytes = numberAt(template, 'block_device_mappings.ebs.volume_size') ?? 0;
    const [low, high] = [numberAt(attributes, 'min_size') ?? 0, numberAt(attributes, 'max_size') ?? 0];
    return [
      {
        what: `${low === high ? formatAmount(low, 'machine') : `${low} to ${high} machines`} ${type}`,
        quantity: { low: low * hoursAMonth, high: high * hoursAMonth },
        price: `ec2.${type}`,
      },
      {
        what: `their volumes of ${gibibytes} GiB`,
        quantity: { low: low * gibibytes, high: high * gibibytes },
        price: 'ebs.gp3_gb_month',
      },
    ];
  }),
  aws_instance: priced(({ attributes }) => {
    const type = textAt(attributes, 'instance_type');
    const gibibytes = numberAt(attributes, 'root_block_device.volume_size') ?? 8;
    return [
      { what: `a machine ${type}`, quantity: fixed(hoursAMonth), price: `ec2.${type}` },
      { what: `its volume of ${gibibytes} GiB`, quantity: fixed(gibibytes), price: 'ebs.gp3_gb_month' },
    ];
  }),
  aws_ebs_volume: priced(({ attributes }) => [
    {
      what: `${String(valueAt(attributes, 'size'))} GiB`,
      quantity: fixed(numberAt(attributes, 'size') ?? 0),
      price: 'ebs.gp3_gb_month',
    },
  ]),
  aws_ecr_repository: priced(() => [
    { what: 'images', quantity: usage.imageGB, price: 'ecr.storage_gb_month' },
  ]),
};
