import { RevokeSecurityGroupIngressCommand } from '@aws-sdk/client-ec2';
import { PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { DisableKeyRotationCommand } from '@aws-sdk/client-kms';
import { ModifyDBInstanceCommand } from '@aws-sdk/client-rds';
import { PutPublicAccessBlockCommand } from '@aws-sdk/client-s3';
import type { Environment } from '../../../environments/environment.ts';
import { names } from '../../../platform/midcoast.ts';
import type { AwsClients } from './aws-clients.ts';
import type { StateResource } from './state-resources.ts';

/** Something that is changed behind Terraform's back, and that its next plan must see. */
export type Tampering = {
  /** What is done, as a phrase. */
  readonly change: string;
  /** The resource of the state that it hits, and the attribute whose change must be seen; none: the thing is gone. */
  readonly type: string;
  readonly hits: (attributes: StateResource['attributes']) => boolean;
  readonly attribute: string;
  readonly tamper: (aws: AwsClients, attributes: StateResource['attributes']) => Promise<unknown>;
};

/** The attribute under which a report names a thing that is gone altogether. */
export const goneAttribute = 'the resource';

/** Five changes of five kinds, in five services. */
export function tamperings(environment: Environment): readonly Tampering[] {
  return [fence, key, bucketOf(environment), database, role];
}

const fence: Tampering = {
  change: 'revoked the rule that lets machines into the database',
  type: 'aws_vpc_security_group_ingress_rule',
  hits: (attributes) => attributes['from_port'] === 5432,
  attribute: goneAttribute,
  tamper: ({ ec2 }, attributes) =>
    ec2.send(
      new RevokeSecurityGroupIngressCommand({
        GroupId: String(attributes['security_group_id']),
        SecurityGroupRuleIds: [String(attributes['security_group_rule_id'])],
      }),
    ),
};

const key: Tampering = {
  change: 'stopped the rotation of the application’s key',
  type: 'aws_kms_key',
  hits: ({ description }) => description === 'Application encryption key',
  attribute: 'enable_key_rotation',
  tamper: ({ kms }, { key_id }) => kms.send(new DisableKeyRotationCommand({ KeyId: String(key_id) })),
};

function bucketOf(environment: Environment): Tampering {
  return {
    change: 'opened the log bucket to public policies',
    type: 'aws_s3_bucket_public_access_block',
    hits: ({ bucket }) => bucket === names.logBucket(environment, environment.region),
    attribute: 'block_public_policy',
    tamper: ({ s3 }, { bucket }) =>
      s3.send(
        new PutPublicAccessBlockCommand({
          Bucket: String(bucket),
          PublicAccessBlockConfiguration: {
            BlockPublicAcls: true,
            BlockPublicPolicy: false,
            IgnorePublicAcls: true,
            RestrictPublicBuckets: true,
          },
        }),
      ),
  };
}

const database: Tampering = {
  change: 'kept the database’s backups for one day',
  type: 'aws_db_instance',
  hits: ({ identifier }) => identifier === names.database(0),
  attribute: 'backup_retention_period',
  tamper: ({ rds }, { identifier }) =>
    rds.send(
      new ModifyDBInstanceCommand({
        DBInstanceIdentifier: String(identifier),
        BackupRetentionPeriod: 1,
        ApplyImmediately: true,
      }),
    ),
};

const role: Tampering = {
  change: 'allowed the application everything',
  type: 'aws_iam_role_policy',
  hits: ({ role }) => role === names.role('app'),
  attribute: 'policy',
  tamper: ({ iam }, { role, name }) =>
    iam.send(
      new PutRolePolicyCommand({
        RoleName: String(role),
        PolicyName: String(name),
        PolicyDocument: JSON.stringify({
          Version: '2012-10-17',
          Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
        }),
      }),
    ),
};

/** A change that was made, and where it must be seen. */
export type Tampered = {
  readonly address: string;
  readonly attribute: string;
  readonly change: string;
  /** Whether the thing is gone altogether. */
  readonly gone: boolean;
};

/** Makes every change, past Terraform. Throws where there is nothing to change: the table is then out of date. */
export async function tamperAll(
  list: readonly Tampering[],
  resources: readonly StateResource[],
  aws: AwsClients,
): Promise<readonly Tampered[]> {
  const done = list.map(async ({ change, type, hits, attribute, tamper }) => {
    const resource = resources.find((one) => one.type === type && hits(one.attributes));
    if (resource === undefined) throw new Error(`no ${type} to be tampered with: ${change}`);
    await tamper(aws, resource.attributes);
    return { address: resource.address, attribute, change, gone: attribute === goneAttribute };
  });
  return Promise.all(done);
}
