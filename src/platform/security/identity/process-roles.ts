import type { Environment } from '../../../environments/environment.ts';
import { processes, type ProcessName } from '../../../service/contract.ts';
import { names } from '../../names.ts';
import { arnsOf, type Statement } from '../../policy.ts';
import { podTrust, type PodRole } from './role.ts';

type ProcessRoles = Readonly<Partial<Record<ProcessName, PodRole>>>;

/**
 * What each process of the service may ask of AWS. `none`: it asks for nothing, so its pods have no role at all.
 * Secrets come to every process through External Secrets, so no process may read Secrets Manager itself.
 */
type Permissions = Readonly<Record<ProcessName, 'none' | readonly Statement[]>>;

/** The roles of the processes that need one, by process. */
export function processRoles(environment: Environment): ProcessRoles {
  const permissions = permissionsOf(environment);
  const rows = Object.entries(permissions).flatMap(([name, statements]) => {
    if (statements === 'none') return [];
    const serviceAccount = names.serviceAccount(name);
    const role: PodRole = {
      purpose: `midcoast ${name}: ${processes[name as ProcessName].purpose}`,
      namespace: names.namespace,
      serviceAccount,
      trust: podTrust(environment, names.namespace, serviceAccount),
      statements,
    };
    return [[name, role] as const];
  });
  return Object.fromEntries(rows) as ProcessRoles;
}

function permissionsOf(environment: Environment): Permissions {
  return {
    app: [cacheStatement(environment)],
    migrate: queueStatements(environment),
    maintain: 'none',
    restore: 'none',
    bootstrap: 'none',
  };
}

/** Redis knows users by IAM: the role may sign in as the one user that bears the application's name. */
function cacheStatement(environment: Environment): Statement {
  const arns = arnsOf(environment);
  return {
    actions: ['elasticache:Connect'],
    resources: [
      arns.of('elasticache', `replicationgroup:${names.cache}`),
      arns.of('elasticache', `user:${names.application}`),
    ],
  };
}

/**
 * Topics and access lists of Kafka, and never what is in a topic: `migrate` neither reads nor writes events. The
 * star behind the cluster's name is its id, which only AWS knows.
 */
function queueStatements(environment: Environment): readonly Statement[] {
  const arns = arnsOf(environment);
  return [
    {
      // AlterCluster is what Kafka asks of whoever writes access lists.
      actions: ['kafka-cluster:Connect', 'kafka-cluster:DescribeCluster', 'kafka-cluster:AlterCluster'],
      resources: [arns.of('kafka', `cluster/${names.queue}/*`)],
    },
    {
      actions: [
        'kafka-cluster:CreateTopic',
        'kafka-cluster:DescribeTopic',
        'kafka-cluster:AlterTopic',
        'kafka-cluster:DescribeTopicDynamicConfiguration',
        'kafka-cluster:AlterTopicDynamicConfiguration',
      ],
      resources: [arns.of('kafka', `topic/${names.queue}/*`)],
    },
  ];
}
