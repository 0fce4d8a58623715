import { declared, placeOf, references, textAt, type Declared } from '../../declaration.ts';
import type { Rule } from '../rule.ts';

/**
 * What AWS refuses or drops at run time, and an emulator lets pass: each was once declared here and applied in a
 * rehearsal without a word.
 */
const replicaSource: Rule = {
  id: 'replicas-have-a-source-with-its-own-secret',
  says: 'A database that is copied to a read replica keeps its master password in a secret of ours: RDS makes none of one whose password it manages.',
  mend: 'Leave manage_master_user_password out of the source, and give it the password of a secret by password_wo.',
  find: (platform) => {
    const databases = declared(platform, 'aws_db_instance');
    const sources = databases.flatMap(({ attributes }) => references(attributes['replicate_source_db']));
    return databases
      .filter(({ address }) => sources.includes(address))
      .filter(({ attributes }) => attributes['manage_master_user_password'] === true)
      .map((source) => ({ where: placeOf(source), seen: 'RDS manages its password, and it has a replica' }));
  },
};

const replicaKey: Rule = {
  id: 'replicas-name-no-key',
  says: 'A read replica in the region of its source names no key: it has the source’s, and AWS refuses the call that names one.',
  mend: 'Leave kms_key_id out of the replica. One in another region names its source by ARN, and a key of its own.',
  find: (platform) =>
    declared(platform, 'aws_db_instance')
      .filter(({ attributes }) => isInRegionReplica(attributes) && attributes['kms_key_id'] !== undefined)
      .map((replica) => ({ where: placeOf(replica), seen: 'kms_key_id stands beside replicate_source_db' })),
};

const ownPorts: Rule = {
  id: 'pods-keep-their-ports',
  says: 'What pods ask of the internet keeps a port that the private network list lets back in: nodes that change addresses choose any port above 1023.',
  mend: 'Set AWS_VPC_K8S_CNI_EXTERNALSNAT to true in the settings of the add-on vpc-cni, so that the NAT gateways alone change addresses.',
  find: (platform) =>
    declared(platform, 'aws_eks_addon')
      .filter(({ attributes }) => attributes['addon_name'] === 'vpc-cni')
      .filter(
        ({ attributes }) =>
          !/"AWS_VPC_K8S_CNI_EXTERNALSNAT":"true"/.test(textAt(attributes, 'configuration_values') ?? ''),
      )
      .map((addon) => ({ where: placeOf(addon), seen: 'nodes change the addresses of their pods' })),
};

export const awsRefusesRules: readonly Rule[] = [replicaSource, replicaKey, ownPorts];

/** A source of the same region is named by its identifier, one of another region by its ARN. */
function isInRegionReplica(attributes: Declared['attributes']): boolean {
  const source = attributes['replicate_source_db'];
  return typeof source === 'string' && !source.startsWith('arn:') && !source.endsWith('.arn}');
}
