import { names } from '../../../platform/midcoast.ts';
import type { LedgerEntry } from '../report.ts';
import { askRaw, type RawQuestion } from './raw-question.ts';
import type { AwsSettings } from './aws-settings.ts';

/** Where an emulator answers what AWS does not, and what is done about it. */
export type LedgerRow = Omit<LedgerEntry, 'resource' | 'attribute' | 'recorded' | 'stands'> & {
  /**
   * By resource type, what of ours is told again only because it was sent: attributes, or all that the thing is. An
   * empty list where the fault touches the type, and what is ours is proved in spite of it.
   */
  readonly covers: Readonly<Record<string, 'all' | readonly string[]>>;
  /**
   * Of the types above those of which `check` names a protection all the same, because no emulator holds them: each
   * with the fact that holds what was sent (docs/decisions/029-echoes.md).
   */
  readonly sentOnly?: Readonly<Record<string, string>>;
  /** Resource types that no emulator lists: the search for leftovers leaves them out. */
  readonly unlisted?: readonly string[];
  /** Put to the emulator itself, after apply; the fault stands as long as the answer is of this kind. */
  readonly probe: RawQuestion;
  readonly faulty: (answer: string) => boolean;
};

/** More faults than these, and the emulators are no longer a proof of the platform. */
export const mostRows = 12;

const lacks = (text: string) => (answer: string) => answer.startsWith('200') && !answer.includes(text);
const holds = (text: string) => (answer: string) => answer.includes(text);
const refused = (answer: string) => /^[45]/.test(answer);

export const ledger: readonly LedgerRow[] = [
  {
    covers: {
      aws_eks_cluster: ['upgrade_policy', 'zonal_shift_config'],
      aws_eks_node_group: ['launch_template', 'node_repair_config', 'update_config'],
      aws_eks_addon: ['pod_identity_association'],
    },
    fault: 'MiniStack forgets them, and gives an add-on’s pod identity back as it came instead of its ARN',
    provedBy: 'what the provider sent is shown again; the association is made as one of its own',
    unproved: 'that EKS takes these values',
    probe: { service: 'eks', method: 'GET', path: `/clusters/${names.cluster}` },
    faulty: lacks('"upgradePolicy"'),
  },
  {
    covers: { aws_msk_cluster: [], aws_msk_configuration: [] },
    fault: 'MiniStack has no DescribeClusterV2 and no DeleteConfiguration',
    provedBy:
      'its older description, which has the same fields, told in the newer form; a deleted configuration is hidden',
    unproved: 'tiered storage; that MSK deletes a configuration that nothing uses',
    unlisted: ['aws_msk_configuration'],
    probe: { service: 'kafka', method: 'GET', path: '/api/v2/clusters/arn:aws:kafka:none' },
    faulty: holds('No route'),
  },
  {
    covers: {
      aws_elasticache_user: ['access_string', 'authentication_mode'],
      aws_elasticache_parameter_group: ['parameter'],
      // Told by MiniStack itself, of the shadows.
      aws_elasticache_subnet_group: [],
      aws_elasticache_replication_group: [],
    },
    fault:
      'MiniStack writes & into its XML, calls a user of IAM one without password, lists parameters that nobody set, knows subnets of its own only and does not tell which key encrypts',
    provedBy:
      'escaped and completed on the way; subnets have shadows; the group is made in moto too, which tells its key',
    unproved: 'which subnets ElastiCache would refuse',
    probe: { service: 'elasticache', form: { Action: 'DescribeUsers', Version: '2015-02-02' } },
    faulty: (answer) => / &\S* /.test(answer) && !answer.includes('<Type>iam</Type>'),
  },
  {
    covers: {
      aws_db_instance: [
        'ca_cert_identifier',
        'database_insights_mode',
        'engine_lifecycle_support',
        'performance_insights_enabled',
        'performance_insights_kms_key_id',
        'performance_insights_retention_period',
      ],
      aws_db_parameter_group: [],
      aws_db_instance_automated_backups_replication: 'all',
    },
    sentOnly: {
      aws_db_instance_automated_backups_replication:
        'databases: copies of their backups, as sent: of which, for how many days, with a key of ours',
    },
    fault:
      'moto gives each database the same resource id and an authority that RDS does not have, forgets the insights, does not say who set a parameter, and copies no backups',
    provedBy:
      'an id each, and the authority that RDS takes by itself; what the provider sent is shown again; the copy is kept by the rehearsal',
    unproved: 'that RDS copies backups into the region; which authority it takes by itself',
    unlisted: ['aws_db_instance_automated_backups_replication'],
    probe: {
      service: 'rds',
      form: { Action: 'DescribeDBInstances', Version: '2014-10-31', DBInstanceIdentifier: names.database(0) },
    },
    faulty: lacks('PerformanceInsightsEnabled'),
  },
  {
    covers: {
      aws_vpc_security_group_ingress_rule: ['description'],
      aws_vpc_security_group_egress_rule: ['description'],
      aws_network_acl: ['egress', 'ingress'],
      aws_ebs_default_kms_key: 'all',
      aws_ebs_snapshot_block_public_access: 'all',
      aws_ec2_instance_metadata_defaults: 'all',
      aws_launch_template: ['tag_specifications'],
    },
    fault:
      'moto forgets the descriptions of rules between groups and the messages of ICMP in network lists, has no settings of an account but the encryption of volumes, and counts a template’s own tags among those of its instances',
    provedBy: 'what the provider sent is shown again; check holds the declarations',
    unproved: 'that EC2 applies the account’s settings',
    probe: { service: 'ec2', form: { Action: 'GetInstanceMetadataDefaults', Version: '2016-11-15' } },
    faulty: refused,
  },
  {
    covers: {
      aws_backup_vault_lock_configuration: [],
      aws_backup_vault_policy: 'all',
      aws_backup_vault_notifications: 'all',
      aws_backup_restore_testing_plan: 'all',
      aws_backup_restore_testing_selection: 'all',
    },
    sentOnly: {
      aws_backup_restore_testing_plan: 'restore tests, as sent: when, and from which backups',
      aws_backup_restore_testing_selection: 'restore tests, as sent: of what',
    },
    fault: 'MiniStack has vaults, plans and selections alone',
    provedBy:
      'locks are held by moto, which has each vault too, and are asked of it; the others are kept by the rehearsal',
    unproved: 'that AWS Backup takes the vault’s policy and runs the restore test',
    unlisted: ['aws_backup_restore_testing_plan'],
    probe: { service: 'backup', method: 'PUT', path: '/backup-vaults/none/vault-lock' },
    faulty: holds('No route'),
  },
  {
    covers: { aws_cloudtrail: ['cloud_watch_logs_group_arn', 'cloud_watch_logs_role_arn', 'tags'] },
    fault: 'MiniStack forgets them',
    provedBy: 'what the provider sent is shown again',
    unproved: 'that the trail writes to the log group',
    probe: {
      service: 'cloudtrail',
      target: 'com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.DescribeTrails',
    },
    faulty: lacks('CloudWatchLogsLogGroupArn'),
  },
  {
    covers: { aws_acm_certificate: ['key_algorithm'], aws_kms_key: ['rotation_period_in_days'] },
    fault: 'moto makes every certificate an RSA one, and rotates keys without knowing how often',
    provedBy: 'what the provider sent is shown again',
    unproved: 'that ACM issues one of that algorithm; how often a key rotates',
    probe: { service: 'acm', target: 'CertificateManager.ListCertificates' },
    faulty: lacks('EC_prime256v1'),
  },
  {
    covers: { aws_autoscaling_group: ['max_instance_lifetime'], aws_appautoscaling_target: ['tags'] },
    fault: 'moto forgets the one and has no operation for the other',
    provedBy: 'what the provider sent is shown again',
    unproved: 'that instances are replaced at that age',
    probe: { service: 'autoscaling', form: { Action: 'DescribeAutoScalingGroups', Version: '2011-01-01' } },
    faulty: lacks('MaxInstanceLifetime'),
  },
  {
    covers: { aws_secretsmanager_secret: ['replica'] },
    fault: 'moto names AWS’s own key for every copy',
    provedBy: 'what the provider sent is shown again, and is one of the facts',
    unproved: 'that the copy is made',
    probe: {
      service: 'secretsmanager',
      target: 'secretsmanager.DescribeSecret',
      body: { SecretId: names.queueSecret },
    },
    faulty: holds('alias/aws/secretsmanager'),
  },
  {
    covers: {
      aws_accessanalyzer_analyzer: 'all',
      aws_codeconnections_connection: 'all',
      aws_codebuild_webhook: 'all',
      aws_codebuild_project: ['logs_config', 'queued_timeout', 'vpc_config'],
    },
    sentOnly: { aws_codebuild_webhook: 'runner, as sent: the jobs that it hears of' },
    fault: 'neither emulator has these services; MiniStack has no webhooks and forgets some of a project',
    provedBy: 'kept by the rehearsal as the provider sent them',
    unproved: 'that AWS takes them; a connection waits for a person in any case',
    unlisted: ['aws_accessanalyzer_analyzer', 'aws_codeconnections_connection'],
    probe: { service: 'access-analyzer', method: 'GET', path: '/analyzer' },
    faulty: refused,
  },
  {
    covers: { aws_cloudwatch_composite_alarm: [] },
    fault: 'moto has no alarms that are made of others',
    provedBy: 'MiniStack, which knows all alarms for this, and is asked whom this one tells',
    unproved: 'when it rings',
    probe: {
      service: 'monitoring',
      form: { Action: 'PutCompositeAlarm', Version: '2010-08-01', AlarmName: 'probe', AlarmRule: 'FALSE' },
    },
    faulty: refused,
  },
];

/** Types that no emulator lists. */
export const unlistedTypes: ReadonlySet<string> = new Set(ledger.flatMap(({ unlisted }) => unlisted ?? []));

/** Asks whether each fault still stands; a row whose fault is mended has to go, and its repair with it. */
export async function examineLedger(settings: AwsSettings, region: string): Promise<readonly LedgerEntry[]> {
  return Promise.all(
    ledger.map(async ({ covers, fault, provedBy, unproved, probe, faulty }) => {
      const recorded = await askRaw(probe, settings, region).catch((error: unknown) => String(error));
      return { ...coverWords(covers), fault, provedBy, unproved, recorded, stands: faulty(recorded) };
    }),
  );
}

/** As the report has it: `none of ours` for a type of which everything is proved. */
function coverWords(covers: LedgerRow['covers']): Pick<LedgerEntry, 'resource' | 'attribute'> {
  const attributes = Object.values(covers).map((each) =>
    each === 'all' ? each : each.join(', ') || 'none of ours',
  );
  return { resource: Object.keys(covers).join(', '), attribute: attributes.join('; ') };
}
