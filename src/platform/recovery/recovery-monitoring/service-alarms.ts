import type { Environment } from '../../../environments/environment.ts';
import type { Alarm, Computed, Metric } from './alarm.ts';

export type WatchedEdge = {
  /** As CloudWatch names the load balancer and its target group in dimensions. */
  readonly loadBalancerDimension: string;
  readonly targetGroupDimension: string;
  readonly healthCheckId: string;
};

/**
 * The alarms of what the world sees: whether somebody answers, how often wrongly, how late. Error rates are those of
 * https://sre.google/workbook/alerting-on-slos/: so many times the rate that would spend a month’s allowance in a month.
 */
export function serviceAlarms(
  { objectives, region }: Environment,
  edge: WatchedEdge,
  cluster: string,
): readonly Alarm[] {
  const allowed = 100 - objectives.availabilityPercent;
  return [
    ...targets(edge),
    {
      name: 'service-errors-fast',
      says: 'More than one in fifty of the month’s allowed errors in an hour: undo the last rollout first',
      severity: 'page',
      measure: errorPercent(edge),
      when: 'above',
      threshold: rounded(allowed * 14.4),
      minutes: 5,
    },
    {
      name: 'service-errors-slow',
      says: 'More errors in six hours than the month allows for them: look at the log of the service',
      severity: 'mail',
      measure: errorPercent(edge),
      when: 'above',
      threshold: rounded(allowed * 6),
      minutes: 360,
      periodMinutes: 60,
    },
    {
      name: 'service-latency',
      says: `One in a hundred leads waits for longer than ${objectives.latencyP99Ms} ms`,
      severity: 'mail',
      measure: balancer(edge, 'TargetResponseTime', 'p99'),
      when: 'above',
      threshold: objectives.latencyP99Ms / 1_000,
      minutes: 15,
    },
    ...clusterAlarms(cluster),
    // Route 53 reports its checks in this region alone.
    ...(region === 'us-east-1' ? [reachable(edge)] : []),
  ];
}

function targets(edge: WatchedEdge): readonly Alarm[] {
  return [
    {
      name: 'service-targets',
      says: 'No gateway answers the load balancer: nothing is served',
      severity: 'page',
      measure: targetGroup(edge, 'HealthyHostCount', 'Maximum'),
      when: 'below',
      threshold: 1,
      minutes: 3,
      silence: 'fault',
    },
    {
      name: 'service-unhealthy-targets',
      says: 'A gateway does not answer the load balancer: look at its pod',
      severity: 'mail',
      measure: targetGroup(edge, 'UnHealthyHostCount', 'Minimum'),
      when: 'above',
      threshold: 0,
      minutes: 10,
    },
  ];
}

/** https://docs.aws.amazon.com/eks/latest/userguide/cloudwatch.html */
function clusterAlarms(cluster: string): readonly Alarm[] {
  const eks = (name: string, statistic: string): Metric => ({
    namespace: 'AWS/EKS',
    name,
    statistic,
    dimensions: { ClusterName: cluster },
  });
  return [
    {
      name: 'cluster-pending-pods',
      says: 'Pods have found no node for a quarter of an hour: look at Karpenter and its limits',
      severity: 'mail',
      measure: eks('scheduler_pending_pods_UNSCHEDULABLE', 'Minimum'),
      when: 'above',
      threshold: 0,
      minutes: 15,
    },
    {
      name: 'cluster-api-errors',
      says: 'The API of the cluster answers wrongly: nothing can be rolled out or scaled',
      severity: 'mail',
      measure: eks('apiserver_request_total_5XX', 'Sum'),
      when: 'above',
      threshold: 10,
      minutes: 15,
    },
  ];
}

const reachable = ({ healthCheckId }: WatchedEdge): Alarm => ({
  name: 'service-reachable',
  says: 'Checkers around the world get no answer: look at DNS, certificate and load balancer',
  severity: 'page',
  measure: {
    namespace: 'AWS/Route53',
    name: 'HealthCheckStatus',
    statistic: 'Minimum',
    dimensions: { HealthCheckId: healthCheckId },
  },
  when: 'below',
  threshold: 1,
  minutes: 3,
  silence: 'fault',
});

const balancer = ({ loadBalancerDimension }: WatchedEdge, name: string, statistic: string): Metric => ({
  namespace: 'AWS/ApplicationELB',
  name,
  statistic,
  dimensions: { LoadBalancer: loadBalancerDimension },
});

const targetGroup = (edge: WatchedEdge, name: string, statistic: string): Metric => ({
  namespace: 'AWS/ApplicationELB',
  name,
  statistic,
  dimensions: { LoadBalancer: edge.loadBalancerDimension, TargetGroup: edge.targetGroupDimension },
});

/** Of few requests one error is a large share: below twenty in a period nothing is said. */
const errorPercent = (edge: WatchedEdge): Computed => ({
  expression: 'IF(requests > 20, 100 * (FILL(ours, 0) + FILL(balancers, 0)) / requests, 0)',
  of: {
    requests: balancer(edge, 'RequestCount', 'Sum'),
    ours: balancer(edge, 'HTTPCode_Target_5XX_Count', 'Sum'),
    balancers: balancer(edge, 'HTTPCode_ELB_5XX_Count', 'Sum'),
  },
});

/** 100 - 99.9 is not quite 0.1 in binary. */
const rounded = (percent: number) => Number(percent.toFixed(4));
