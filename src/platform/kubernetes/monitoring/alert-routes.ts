import type { IAlertmanagerConfig } from '@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1alpha1';
import { names } from '../../names.ts';
import { hole } from '../../holes.ts';
import type { Manifest } from '../../manifest.ts';

type Spec = NonNullable<IAlertmanagerConfig['spec']>;

const pages = 'pages';
const tickets = 'tickets';
const heartbeat = 'heartbeat';
const nobody = 'nobody';

/** Ours, and what the rules of the stack call it. */
const loud = { name: 'severity', value: 'page|critical', matchType: '=~' } as const;
/** The alert of the stack that always fires: as long as it arrives, others would. */
const alive = { name: 'alertname', value: 'Watchdog', matchType: '=' } as const;
/** What the rules of the stack say to programs. */
const quiet = { name: 'severity', value: 'none|info', matchType: '=~' } as const;

/**
 * Who hears of an alert, and how often: one message a fault and not one a pod, again while it lasts. Each goes to
 * the topic of the account's other alarms or notices, which mail the address of the environment. That alerts are alive
 * goes to a topic of its own, whose silence is an alarm of AWS.
 * Alerts of the whole cluster come here: the stack has no routes of its own.
 */
export function alertRoutes(): Manifest & IAlertmanagerConfig {
  return {
    apiVersion: 'monitoring.coreos.com/v1alpha1',
    kind: 'AlertmanagerConfig',
    metadata: { name: names.object('alerts'), namespace: names.namespace },
    spec: {
      route,
      receivers: [
        receiver(pages, { subject: 'PAGE', topic: names.alarmTopic }),
        receiver(tickets, { subject: 'Ticket', topic: names.noticeTopic }),
        // Its end is no sign of life.
        receiver(heartbeat, { subject: 'Alive', topic: names.heartbeatTopic, sendResolved: false }),
        { name: nobody },
      ],
      inhibitRules,
    },
  };
}

/** What no branch takes is a ticket. */
const route: NonNullable<Spec['route']> = {
  receiver: tickets,
  groupBy: ['alertname', 'namespace'],
  groupWait: '1m',
  groupInterval: '15m',
  repeatInterval: '1d',
  routes: [
    {
      receiver: pages,
      matchers: [loud],
      groupBy: ['alertname', 'namespace'],
      groupWait: '15s',
      groupInterval: '5m',
      repeatInterval: '1h',
    },
    {
      receiver: heartbeat,
      matchers: [alive],
      groupBy: ['alertname'],
      groupWait: '15s',
      // What is due is said when a group is looked at next: together at most the five minutes that the alarm counts by.
      groupInterval: '1m',
      repeatInterval: '4m',
    },
    { receiver: nobody, matchers: [quiet] },
  ],
};

/** What a louder alert already says is not said again, nor what cannot be known while nothing is scraped. */
const inhibitRules: NonNullable<Spec['inhibitRules']> = [
  {
    sourceMatch: [loud],
    targetMatch: [{ name: 'severity', value: 'ticket', matchType: '=' }],
    equal: ['alertname', 'namespace'],
  },
  {
    sourceMatch: [{ name: 'alertname', value: 'MidcoastMetricsAbsent', matchType: '=' }],
    targetMatch: [{ name: 'alertname', value: 'MidcoastPodSilent', matchType: '=' }],
    equal: ['namespace'],
  },
];

type Telling = { readonly subject: string; readonly topic: string; readonly sendResolved?: boolean };

function receiver(
  name: string,
  { subject, topic, sendResolved = true }: Telling,
): NonNullable<Spec['receivers']>[number] {
  return {
    name,
    snsConfigs: [
      {
        topicARN: `arn:aws:sns:${hole('REGION')}:${hole('ACCOUNT_ID')}:${topic}`,
        // By the role of its pod: no key of AWS lies in the cluster.
        sigv4: { region: hole('REGION') },
        sendResolved,
        subject: `${subject}: {{ .CommonLabels.alertname }} ({{ .Status }})`,
        message:
          '{{ range .Alerts }}{{ .Annotations.summary }}\n{{ .Annotations.description }}\n{{ .Annotations.runbook_url }}\n\n{{ end }}',
      },
    ],
  };
}
