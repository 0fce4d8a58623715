import type { IRule } from '@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1';
import type { Environment } from '../../../environments/environment.ts';
import { names } from '../../names.ts';

/** What somebody must know: a page wakes a person, a ticket waits for the next working day. */
export type Alert = {
  readonly name: string;
  readonly severity: 'page' | 'ticket';
  /** PromQL; it fires while this gives anything. */
  readonly expression: string;
  /** How long it must hold before it fires, such as `5m`. */
  readonly lasting: string;
  readonly labels?: Readonly<Record<string, string>>;
  /** One line, without values, and the same for every firing. */
  readonly summary: string;
  /** With values, as a template of Prometheus. */
  readonly description: string;
  /** The page in `docs/runbooks`, without its ending. */
  readonly runbook: string;
};

/** The alert as a rule of Prometheus. */
export function ruleOf(alert: Alert, { repository }: Environment): IRule {
  const { name, severity, expression, lasting, labels, summary, description, runbook } = alert;
  return {
    alert: name,
    expr: expression,
    for: lasting,
    labels: { severity, namespace: names.namespace, ...labels },
    annotations: {
      summary,
      description,
      runbook_url: `https://github.com/${repository}/blob/main/docs/runbooks/${runbook}.md`,
    },
  };
}
