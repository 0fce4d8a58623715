import { connectionBudget, narrowestAppPool } from './connection-budget.ts';
import { strategies, type Environment, type RecoveryObjective } from './environment.ts';
import { nodeInstances } from './instances.ts';
import { oneOf, within, type Rule } from './limits-rule.ts';
import { knownVersions, supportOf, type VersionKind } from './versions.ts';

/** What is promised, which versions run, and how many of what works. */
export const workRules: readonly Rule[] = [
  ...objectiveRules('zoneLoss', 0),
  // RDS ships its log every five minutes: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PIT.html
  ...objectiveRules('dataLoss', 5),
  ...objectiveRules('regionLoss', 5),
  {
    path: 'objectives.availabilityPercent',
    holds: ({ objectives }) =>
      objectives.availabilityPercent >= 95 && objectives.availabilityPercent <= 99.99,
    allowed: 'from 95 to 99.99',
  },
  within('objectives.latencyP99Ms', 10, 10_000, ({ objectives }) => objectives.latencyP99Ms),
  ...(['kubernetes', 'postgres', 'redis', 'kafka'] as const).map(versionRule),
  oneOf('cluster.systemNodes.instanceType', nodeInstances, ({ cluster }) => cluster.systemNodes.instanceType),
  within('cluster.systemNodes.least', 2, 20, ({ cluster }) => cluster.systemNodes.least),
  {
    path: 'cluster.systemNodes.most',
    holds: ({ cluster: { systemNodes } }) =>
      Number.isInteger(systemNodes.most) && systemNodes.most >= systemNodes.least,
    allowed: ({ cluster }) => `a whole number from ${cluster.systemNodes.least}, the least, upwards`,
  },
  within('cluster.systemNodes.diskGiB', 20, 1_000, ({ cluster }) => cluster.systemNodes.diskGiB),
  within('cluster.nodeCpuLimit', 2, 5_000, ({ cluster }) => cluster.nodeCpuLimit),
  within('application.leastPods', 1, 1_000, ({ application }) => application.leastPods),
  {
    path: 'application.mostPods',
    holds: ({ application }) =>
      Number.isInteger(application.mostPods) && application.mostPods >= application.leastPods,
    allowed: ({ application }) => `a whole number from ${application.leastPods}, the least, upwards`,
  },
  oneOf('strategy', strategies, ({ strategy }) => strategy),
  within('application.mostWorkers', 1, 1_000, ({ application }) => application.mostWorkers),
  {
    path: 'application.mostPods',
    holds: (environment) => !(connectionBudget(environment).appPool < narrowestAppPool),
    allowed: (environment) =>
      `so few pods that each may hold ${narrowestAppPool} connections: ${environment.database.instanceClass} bears ${connectionBudget(environment).most} of them in all; take fewer pods or a larger instance`,
  },
];

function objectiveRules(loss: 'zoneLoss' | 'dataLoss' | 'regionLoss', leastRpo: number): readonly Rule[] {
  const objective = ({ objectives }: Environment): RecoveryObjective => objectives[loss];
  return [
    within(
      `objectives.${loss}.rpoMinutes`,
      leastRpo,
      1_440,
      (environment) => objective(environment).rpoMinutes,
    ),
    within(`objectives.${loss}.rtoMinutes`, 1, 1_440, (environment) => objective(environment).rtoMinutes),
  ];
}

/** Whether it is supported today is a question for `check`: what is built must not change with the day. */
function versionRule(kind: VersionKind): Rule {
  return {
    path: `versions.${kind}`,
    holds: ({ versions }) => supportOf(kind, versions[kind], '2026-01-01').state !== 'unknown',
    allowed: `${knownVersions(kind).join(', ')}${kind === 'postgres' ? ', each with a minor version' : ''}`,
  };
}
