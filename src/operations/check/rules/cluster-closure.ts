import { blocks, declared, placeOf, valueAt } from '../../declaration.ts';
import type { Rule } from '../rule.ts';

type Want = { readonly path: string; readonly value: unknown };

const wants: readonly Want[] = [
  { path: 'vpc_config.endpoint_public_access', value: false },
  { path: 'vpc_config.endpoint_private_access', value: true },
  { path: 'access_config.authentication_mode', value: 'API' },
  { path: 'access_config.bootstrap_cluster_creator_admin_permissions', value: false },
];

const closed: Rule = {
  id: 'cluster-is-private',
  says: 'The Kubernetes API answers inside the network alone, to those with an access entry.',
  mend: 'Set the attribute of the cluster that is named.',
  find: (platform) =>
    declared(platform, 'aws_eks_cluster').flatMap((cluster) =>
      wants
        .filter(({ path, value }) => valueAt(cluster.attributes, path) !== value)
        .map(({ path, value }) => ({ where: placeOf(cluster), seen: `${path} is not ${String(value)}` })),
    ),
};

const metadata: Rule = {
  id: 'pods-cannot-be-nodes',
  says: 'A pod cannot take the role of its node: metadata wants a token, one hop far.',
  mend: 'Set http_tokens to required and http_put_response_hop_limit to 1 in the launch template.',
  find: (platform) =>
    declared(platform, 'aws_launch_template')
      .filter(
        ({ attributes }) =>
          valueAt(attributes, 'metadata_options.http_tokens') !== 'required' ||
          Number(valueAt(attributes, 'metadata_options.http_put_response_hop_limit')) !== 1,
      )
      .map((template) => ({
        where: placeOf(template),
        seen: 'http_tokens is not required, or two hops are allowed',
      })),
};

const images: Rule = {
  id: 'images-never-change',
  says: 'A tag of an image is written once, and every image is scanned when it comes.',
  mend: 'Set image_tag_mutability to IMMUTABLE and scan_on_push of the repository.',
  find: (platform) =>
    declared(platform, 'aws_ecr_repository')
      .filter(
        ({ attributes }) =>
          attributes['image_tag_mutability'] !== 'IMMUTABLE' ||
          valueAt(attributes, 'image_scanning_configuration.scan_on_push') !== true,
      )
      .map((repository) => ({
        where: placeOf(repository),
        seen: 'tags may be moved, or images come unscanned',
      })),
};

const stores: Rule = {
  id: 'stores-are-private',
  says: 'No database, queue or subnet of theirs has an address in the internet.',
  mend: 'Switch the public address off in the attribute that is named.',
  find: (platform) => [
    ...declared(platform, 'aws_db_instance')
      .filter(({ attributes }) => attributes['publicly_accessible'] === true)
      .map((database) => ({ where: placeOf(database), seen: 'publicly_accessible is true' })),
    ...declared(platform, 'aws_msk_cluster')
      .filter(({ attributes }) => publicAccess(attributes) !== 'DISABLED')
      .map((queue) => ({ where: placeOf(queue), seen: 'public access is not DISABLED' })),
    ...declared(platform, 'aws_subnet')
      .filter(({ attributes }) => attributes['map_public_ip_on_launch'] === true)
      .map((subnet) => ({ where: placeOf(subnet), seen: 'gives every machine a public address' })),
  ],
};

export const clusterClosureRules: readonly Rule[] = [closed, metadata, images, stores];

/** AWS has it disabled unless it is asked for. */
function publicAccess(attributes: Readonly<Record<string, unknown>>): unknown {
  const [connectivity] = blocks(attributes, 'broker_node_group_info').flatMap((info) =>
    blocks(info, 'connectivity_info'),
  );
  return connectivity === undefined
    ? 'DISABLED'
    : (valueAt(connectivity, 'public_access.type') ?? 'DISABLED');
}
