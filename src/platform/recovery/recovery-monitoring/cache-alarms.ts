import type { Alarm, Metric } from './alarm.ts';

/** The alarms of each node: primary and replica change places, so every node has all. */
export function cacheAlarms(nodeIds: readonly string[]): readonly Alarm[] {
  return nodeIds.flatMap((node): readonly Alarm[] => {
    const metric = (name: string, statistic = 'Average'): Metric => ({
      namespace: 'AWS/ElastiCache',
      name,
      statistic,
      dimensions: { CacheClusterId: node },
    });
    return [
      {
        name: `${node}-engine`,
        says: `${node} works at its limit, or does not answer at all`,
        severity: 'page',
        measure: metric('EngineCPUUtilization'),
        when: 'above',
        threshold: 90,
        minutes: 10,
        silence: 'fault',
      },
      {
        name: `${node}-memory`,
        says: `${node} is nearly full: it forgets what it could have kept`,
        severity: 'mail',
        measure: metric('DatabaseMemoryUsagePercentage', 'Maximum'),
        when: 'above',
        threshold: 90,
        minutes: 15,
      },
      {
        name: `${node}-lag`,
        says: `${node} is more than five seconds behind its primary: a failover would forget as much`,
        severity: 'mail',
        measure: metric('ReplicationLag', 'Maximum'),
        when: 'above',
        threshold: 5,
        minutes: 10,
      },
    ];
  });
}
