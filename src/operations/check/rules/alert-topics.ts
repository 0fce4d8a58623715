import type { IAlertmanagerConfig } from '@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1alpha1';
import type { Platform } from '../../../platform/midcoast.ts';
import { declared, numberAt, textAt, type Declared } from '../../declaration.ts';
import { secondsOf } from '../objects/duration.ts';
import type { Breach, Rule } from '../rule.ts';
import { ofKind, objectName } from '../objects/manifest.ts';

/** The alert of kube-prometheus-stack that fires all the time. */
const alwaysFiring = 'Watchdog';

const told: Rule = {
  id: 'alerts-have-topics',
  says: 'Whatever topic Alertmanager publishes to is one that Terraform makes.',
  mend: 'Make the topic in recovery/recovery-monitoring/topics.ts, and name it by names.ts in monitoring/alert-routes.ts.',
  find: (platform) =>
    routings(platform).flatMap((routing) =>
      (routing.spec?.receivers ?? [])
        .flatMap(topicsOf)
        .filter((topic) => !topics(platform).includes(topic))
        .map((topic) => ({ where: objectName(routing), seen: `publishes to ${topic}, which nothing makes` })),
    ),
};

const alive: Rule = {
  id: 'silence-of-alerts-is-heard',
  says: 'That alerts would arrive is published again and again, and an alarm of AWS takes it for a fault when it is not.',
  mend: 'Route Watchdog to a topic in monitoring/alert-routes.ts, and let recovery-monitoring/heartbeat-alarm.ts count it over twice the time between two messages.',
  find: (platform) => routings(platform).flatMap((routing) => unheard(platform, routing)),
};

export const alertTopicRules: readonly Rule[] = [told, alive];

type Routing = IAlertmanagerConfig & { readonly kind: string };
type Receiver = NonNullable<NonNullable<IAlertmanagerConfig['spec']>['receivers']>[number];
type Route = {
  readonly receiver?: string;
  readonly matchers?: readonly { readonly name: string; readonly value?: string }[];
  readonly groupInterval?: string;
  readonly repeatInterval?: string;
};

function routings(platform: Platform): readonly Routing[] {
  return ofKind(platform, 'AlertmanagerConfig') as Routing[];
}

/** By the names that AWS knows them by. */
function topicsOf({ snsConfigs = [] }: Receiver): readonly string[] {
  return snsConfigs.map(({ topicARN = '' }) => topicARN.split(':').at(-1) ?? '');
}

function topics(platform: Platform): readonly string[] {
  return declared(platform, 'aws_sns_topic')
    .filter(({ state }) => state === 'platform')
    .map(({ attributes }) => textAt(attributes, 'name'));
}

function unheard(platform: Platform, routing: Routing): readonly Breach[] {
  const where = objectName(routing);
  const routes = (routing.spec?.route?.routes ?? []) as readonly Route[];
  const route = routes.find(({ matchers = [] }) =>
    matchers.some(({ name, value }) => name === 'alertname' && value === alwaysFiring),
  );
  const [topic] = (routing.spec?.receivers ?? [])
    .filter(({ name }) => name === route?.receiver)
    .flatMap(topicsOf);
  if (route === undefined || topic === undefined) return [{ where, seen: `tells nobody of ${alwaysFiring}` }];
  const seconds = secondsOf(route.repeatInterval) + secondsOf(route.groupInterval);
  const counted = declared(platform, 'aws_cloudwatch_metric_alarm').some((alarm) =>
    counts(alarm, topic, seconds),
  );
  return counted
    ? []
    : [{ where, seen: `no alarm misses what is said to ${topic} every ${seconds} seconds` }];
}

/** Whether it is a fault for the alarm when nothing was published over twice that time. */
function counts({ state, attributes }: Declared, topic: string, seconds: number): boolean {
  return (
    state === 'platform' &&
    textAt(attributes, 'namespace') === 'AWS/SNS' &&
    textAt(attributes, 'metric_name') === 'NumberOfMessagesPublished' &&
    textAt(attributes, 'dimensions.TopicName') === topic &&
    textAt(attributes, 'comparison_operator') === 'LessThanThreshold' &&
    textAt(attributes, 'treat_missing_data') === 'breaching' &&
    (numberAt(attributes, 'period') ?? 0) * (numberAt(attributes, 'evaluation_periods') ?? 0) >= 2 * seconds
  );
}
