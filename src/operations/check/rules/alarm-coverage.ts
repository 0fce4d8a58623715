import { blocks, declared, placeOf, references, textAt, type Declared } from '../../declaration.ts';
import type { Platform } from '../../../platform/midcoast.ts';
import type { Rule } from '../rule.ts';

/** What must not fail unseen, with the attribute by whose value CloudWatch knows it. */
const watched: Readonly<Record<string, string>> = {
  aws_db_instance: 'identifier',
  aws_elasticache_replication_group: 'replication_group_id',
  aws_msk_cluster: 'cluster_name',
  aws_lb: 'name',
};

const coverage: Rule = {
  id: 'stateful-things-alarmed',
  says: 'Every database, cache, queue and load balancer has an alarm of its own.',
  mend: 'Add its alarms in recovery/recovery-monitoring/watches.ts.',
  find: (platform) =>
    declared(platform, ...Object.keys(watched))
      .filter((resource) => !alarms(platform).some((alarm) => watches(alarm, resource)))
      .map((resource) => ({ where: placeOf(resource), seen: 'no alarm looks at it' })),
};

const restores: Rule = {
  id: 'restores-alarmed',
  says: 'An alarm hears of every kind of restore that the tests of the backups make when it fails.',
  mend: 'Name the kind in the alarm restore-failed of recovery/recovery-monitoring/backup-alarms.ts.',
  find: (platform) =>
    declared(platform, 'aws_backup_restore_testing_selection')
      .filter((selection) => !alarms(platform).some((alarm) => hearsOfFailure(alarm, selection)))
      .map((selection) => ({
        where: placeOf(selection),
        seen: `nobody hears when a restore of ${textAt(selection.attributes, 'protected_resource_type')} fails`,
      })),
};

const reach: Rule = {
  id: 'alarms-reach-people',
  says: 'Every alarm has an action, or is part of a composite alarm that has one, and its topic has a subscriber.',
  mend: 'Name the topic in alarm_actions, or the alarm in the rule of the composite; subscribe somebody to the topic.',
  find: (platform) => {
    const composites = declared(platform, 'aws_cloudwatch_composite_alarm').filter(acts);
    const unheard = alarms(platform).filter(
      (alarm) => !acts(alarm) && !composites.some((composite) => isPartOf(alarm, composite)),
    );
    const silent = declared(platform, 'aws_sns_topic').filter(
      (topic) =>
        usedByAlarms(platform, topic) &&
        !declared(platform, 'aws_sns_topic_subscription').some(
          ({ attributes, state }) =>
            state === topic.state && references(attributes['topic_arn']).includes(topic.address),
        ),
    );
    return [
      ...unheard.map((alarm) => ({ where: placeOf(alarm), seen: 'tells nobody' })),
      ...silent.map((topic) => ({ where: placeOf(topic), seen: 'has no subscriber' })),
    ];
  },
};

export const alarmCoverageRules: readonly Rule[] = [coverage, restores, reach];

function alarms(platform: Platform): readonly Declared[] {
  return declared(platform, 'aws_cloudwatch_metric_alarm');
}

/** By reference or by name, in the dimensions of the alarm or of one of its queries. */
function watches(alarm: Declared, { state, type, address, attributes }: Declared): boolean {
  if (alarm.state !== state) return false;
  const { dimensions, metric_query: queries } = alarm.attributes;
  if (references([dimensions, queries]).includes(address)) return true;
  const name = attributes[watched[type] ?? ''];
  // Nodes of a cache are called after their group: midcoast-redis-0001-001.
  const text = JSON.stringify([dimensions, queries]);
  return typeof name === 'string' && (text.includes(`"${name}"`) || text.includes(`"${name}-0`));
}

/** AWS Backup counts what failed by vault and kind. */
function hearsOfFailure({ state, attributes }: Declared, selection: Declared): boolean {
  const queries = blocks(attributes, 'metric_query').flatMap((query) => blocks(query, 'metric'));
  return (
    state === selection.state &&
    [attributes, ...queries].some(
      (metric) =>
        metric['metric_name'] === 'NumberOfRestoreJobsFailed' &&
        (metric['dimensions'] as Record<string, unknown> | undefined)?.['ResourceType'] ===
          selection.attributes['protected_resource_type'],
    )
  );
}

function acts({ attributes }: Declared): boolean {
  const actions = attributes['alarm_actions'];
  return attributes['actions_enabled'] !== false && Array.isArray(actions) && actions.length > 0;
}

function isPartOf({ address, attributes }: Declared, composite: Declared): boolean {
  const rule = String(composite.attributes['alarm_rule']);
  return references(rule).includes(address) || rule.includes(`"${String(attributes['alarm_name'])}"`);
}

function usedByAlarms(platform: Platform, topic: Declared): boolean {
  return declared(platform, 'aws_cloudwatch_metric_alarm', 'aws_cloudwatch_composite_alarm').some(
    ({ state, attributes }) =>
      state === topic.state && references(attributes['alarm_actions']).includes(topic.address),
  );
}
