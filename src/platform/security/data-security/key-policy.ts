import { deployerArns } from '../../deployers.ts';
import { names } from '../../names.ts';
import { resourcePolicy, type ResourceStatement } from '../../resource-policy.ts';
import { keyUses, type KeyPurpose, type KeyUse } from './key-purposes.ts';

/** Where a key is, and the roles of AWS services that its policy may have to name. */
export type KeyPlace = {
  readonly accountId: string;
  readonly region: string;
  readonly serviceRoles: { readonly autoscalingArn: string };
};

/**
 * The policy of a key. The account administers it and may encrypt nothing by that; using it takes the service that
 * it is for, and an IAM policy that allows the same.
 */
export function keyPolicy(purpose: KeyPurpose, place: KeyPlace): string {
  const use: KeyUse = keyUses[purpose];
  return resourcePolicy([
    administration(place),
    ...throughServices(use, place),
    ...byRoles(use, place),
    ...byDeliverers(use, place),
    ...(ofItsOwn[purpose]?.(place) ?? []),
  ]);
}

const cryptography = [
  'kms:Encrypt',
  'kms:Decrypt',
  'kms:ReEncrypt*',
  'kms:GenerateDataKey*',
  'kms:DescribeKey',
];

/** A key policy speaks of its own key alone. */
const thisKey = ['*'];

/** No encrypting, no decrypting and no grant of either. */
const administration = ({ accountId }: KeyPlace): ResourceStatement => ({
  sid: 'Administer',
  principal: { accounts: [accountId] },
  actions: [
    'kms:DescribeKey',
    'kms:EnableKey',
    'kms:DisableKey',
    'kms:EnableKeyRotation',
    'kms:DisableKeyRotation',
    'kms:RotateKeyOnDemand',
    'kms:GetKeyPolicy',
    'kms:GetKeyRotationStatus',
    'kms:PutKeyPolicy',
    'kms:ListGrants',
    'kms:ListKeyPolicies',
    'kms:ListKeyRotations',
    'kms:ListResourceTags',
    'kms:RevokeGrant',
    'kms:ScheduleKeyDeletion',
    'kms:CancelKeyDeletion',
    'kms:TagResource',
    'kms:UntagResource',
    'kms:UpdateKeyDescription',
    'kms:CreateAlias',
    'kms:UpdateAlias',
    'kms:DeleteAlias',
  ],
  resources: thisKey,
});

/** https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-via-service */
function throughServices(
  { services }: KeyUse,
  { accountId, region }: KeyPlace,
): readonly ResourceStatement[] {
  const through = { 'kms:ViaService': services.map((service) => `${service}.${region}.amazonaws.com`) };
  const principal = { accounts: [accountId] };
  return [
    {
      sid: 'UseThroughServices',
      principal,
      actions: cryptography,
      resources: thisKey,
      conditions: { StringEquals: through },
    },
    {
      sid: 'GrantToServices',
      principal,
      actions: ['kms:CreateGrant'],
      resources: thisKey,
      conditions: { StringEquals: through, Bool: { 'kms:GrantIsForAWSResource': 'true' } },
    },
  ];
}

function byRoles({ roles = [] }: KeyUse, { accountId, region }: KeyPlace): readonly ResourceStatement[] {
  if (roles.length === 0) return [];
  // The recovery region's own bears the region in its name.
  const arns = roles
    .flatMap((role) => [role, `${role}-${region}`])
    .map((role) => `arn:aws:iam::${accountId}:role/${names.role(role)}`);
  return [
    {
      sid: 'UseByRoles',
      principal: { accounts: [accountId] },
      actions: [...cryptography, 'kms:ListGrants'],
      resources: thisKey,
      conditions: { ArnEquals: { 'aws:PrincipalArn': arns } },
    },
  ];
}

function byDeliverers({ deliverers = [] }: KeyUse, { accountId }: KeyPlace): readonly ResourceStatement[] {
  if (deliverers.length === 0) return [];
  return [
    {
      sid: 'DeliverEncrypted',
      principal: { services: deliverers.map((service) => `${service}.amazonaws.com`) },
      actions: ['kms:Decrypt', 'kms:GenerateDataKey*'],
      resources: thisKey,
      conditions: { StringEquals: { 'aws:SourceAccount': accountId } },
    },
  ];
}

/** What only one purpose needs. */
const ofItsOwn: Partial<Record<KeyPurpose, (place: KeyPlace) => readonly ResourceStatement[]>> = {
  application: ({ accountId, serviceRoles }) => [
    {
      // EKS asks for a grant when the cluster is made, as who makes it, and does so neither through itself nor "for an
      // AWS resource"; which operations it asks for AWS does not say. So only who asks can be named:
      // https://docs.aws.amazon.com/eks/latest/userguide/enable-kms.html
      sid: 'GrantToCluster',
      principal: { accounts: [accountId] },
      actions: ['kms:CreateGrant'],
      resources: thisKey,
      conditions: { ArnLike: { 'aws:PrincipalArn': deployerArns(accountId) } },
    },
    {
      sid: 'StartNodes',
      principal: { roles: [serviceRoles.autoscalingArn] },
      actions: cryptography,
      resources: thisKey,
    },
    {
      sid: 'GrantToNodes',
      principal: { roles: [serviceRoles.autoscalingArn] },
      actions: ['kms:CreateGrant'],
      resources: thisKey,
      conditions: { Bool: { 'kms:GrantIsForAWSResource': 'true' } },
    },
  ],
  logs: ({ accountId, region }) => [
    {
      // https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
      sid: 'EncryptLogs',
      principal: { services: [`logs.${region}.amazonaws.com`] },
      actions: cryptography,
      resources: thisKey,
      conditions: {
        ArnLike: { 'kms:EncryptionContext:aws:logs:arn': `arn:aws:logs:${region}:${accountId}:log-group:*` },
      },
    },
  ],
  audit: ({ accountId, region }) => [
    {
      // https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html
      sid: 'EncryptTrail',
      principal: { services: ['cloudtrail.amazonaws.com'] },
      actions: ['kms:GenerateDataKey*', 'kms:DescribeKey'],
      resources: thisKey,
      conditions: {
        StringEquals: { 'aws:SourceArn': `arn:aws:cloudtrail:${region}:${accountId}:trail/${names.trail}` },
      },
    },
  ],
};
