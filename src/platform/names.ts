import type { Environment, Region } from '../environments/environment.ts';

/**
 * Every physical name. One account holds one environment, so the guide's names are the same in each; only names
 * that all of AWS shares (buckets) carry the account.
 */
export const names = {
  trail: 'midcoast-trail',
  budget: 'midcoast-budget',
  analyzer: 'midcoast-analyzer',
  vpc: 'midcoast-vpc',
  recoveryVpc: 'midcoast-recovery-vpc',
  cluster: 'midcoast-cluster',
  application: 'midcoast-app',
  namespace: 'midcoast',
  cache: 'midcoast-redis',
  queue: 'midcoast-kafka',
  image: 'midcoast-app',
  backupPlan: 'midcoast-backup',
  backupVault: 'midcoast-vault',
  edge: 'midcoast-edge',
  gateway: 'midcoast-gateway',
  virtualService: 'midcoast-vs',
  /** Routes of the one question that is answered for any host. */
  readiness: 'midcoast-readiness',
  monitor: 'midcoast-monitor',
  /** A Service of one of two versions side by side, such as `midcoast-app-canary`. */
  versionService: (version: string) => `midcoast-app-${version}`,
  /** The operator gives the Service of every Prometheus this name. */
  prometheusService: 'prometheus-operated',
  /** The service account of Alertmanager, which has a role of AWS to tell us by. */
  alertmanager: 'midcoast-alertmanager',
  /** The service account of Prometheus, by which the mesh knows it. */
  prometheus: 'midcoast-prometheus',
  /** Where the API and the console answer; the guide's `api.midcoast.com` in production. */
  host: ({ domain }: Environment) => `api.${domain}`,
  firewall: 'midcoast-firewall',
  /** AWS takes the firewall's logs only where the name begins so. */
  firewallLogGroup: 'aws-waf-logs-midcoast',
  alarm: 'midcoast-alarm',
  alarmOf: (what: string) => (what.startsWith('midcoast-') ? what : `midcoast-${what}`),
  /** What wakes somebody, and what is read in the morning. */
  alarmTopic: 'midcoast-alarms',
  noticeTopic: 'midcoast-notices',
  /** Where Alertmanager says that it is alive, to nobody but a count. */
  heartbeatTopic: 'midcoast-heartbeat',
  dashboard: 'midcoast',
  /** Volumes that bear this tag are backed up every day. */
  backupTag: { key: 'midcoast:backup', value: 'daily' },
  /** AWS takes no dash there. */
  restoreTest: 'midcoast_restore_test',
  configurationBucket: ({ accountId }: Environment, region: Region) =>
    `midcoast-configuration-${accountId}-${region}`,
  /** The first database is the guide's; each further shard adds its index. */
  database: (shard: number) => (shard === 0 ? 'midcoast-db' : `midcoast-db-${shard}`),
  databaseReplica: (shard: number, replica: number) => `${names.database(shard)}-replica-${replica}`,
  databaseSubnets: 'midcoast-db',
  /** RDS writes its logs there and nowhere else. */
  databaseLogGroup: (identifier: string, log: string) => `/aws/rds/instance/${identifier}/${log}`,
  /** As ElastiCache names the nodes of a cluster, shards and nodes counted from one. */
  cacheNode: (shard: number, node: number) =>
    `midcoast-redis-${String(shard).padStart(4, '0')}-${String(node).padStart(3, '0')}`,
  /** MSK takes only secrets whose name begins so. */
  queueSecret: 'AmazonMSK_midcoast',
  databaseMasterSecret: ({ name }: Environment, shard: number) => `midcoast/${name}/database-master-${shard}`,
  connectionsSecret: ({ name }: Environment) => `midcoast/${name}/connections`,
  databaseRoleSecret: ({ name }: Environment, role: string) => `midcoast/${name}/database-${role}`,
  contactKeySecret: ({ name }: Environment) => `midcoast/${name}/contact-key`,
  /** Each region's state lies in the region itself, so that recovery needs no other. */
  stateBucket: ({ accountId }: Environment, region: Region) => `midcoast-state-${accountId}-${region}`,
  logBucket: ({ accountId }: Environment, region: Region) => `midcoast-logs-${accountId}-${region}`,
  role: (purpose: string) => `midcoast-${purpose}`,
  serviceAccount: (process: string) => `midcoast-${process}`,
  /** What runs a process in the cluster: its Deployment or its jobs, its Service and its Secret. */
  workload: (process: string) => `midcoast-${process}`,
  meshNamespace: 'istio-system',
  monitoringNamespace: 'monitoring',
  /** Kubernetes' own, where EKS puts its add-ons. */
  systemNamespace: 'kube-system',
  /** Where pods run that work on the node itself, and for which nothing is restricted. */
  nodeAgentsNamespace: 'node-agents',
  secretsNamespace: 'external-secrets',
  rolloutsNamespace: 'argo-rollouts',
  recommenderNamespace: 'vertical-pod-autoscaler',
  /** Takes the traces of the mesh. */
  traceCollector: 'otel-collector',
  /** Reads the logs of the pods on each node. */
  logShipper: 'fluent-bit',
  /** Of the volumes of pods. */
  storageClass: 'midcoast-gp3',
  secretStore: 'midcoast',
  servingPriority: 'midcoast-serving',
  podAutoscaler: 'midcoast-hpa',
  /** Of Karpenter's nodes and of their class. */
  nodePool: 'midcoast',
  key: (purpose: string) => `alias/midcoast-${purpose}`,
  /** Objects of Kubernetes that the guide does not name. */
  object: (purpose: string) => `midcoast-${purpose}`,
  group: (purpose: string) => `midcoast-${purpose}`,
  /** EKS writes the logs of its control plane there and nowhere else. */
  controlPlaneLogGroup: '/aws/eks/midcoast-cluster/cluster',
  /** The Kubernetes group of people who may look. */
  readers: 'midcoast:readers',
  readersRole: 'midcoast-readers',
  /** Every account that the repository has a runner in hears of every job: the name says whose it is. */
  runner: ({ name }: Environment) => `midcoast-runner-${name}`,
  /** The guide's workflow: its name in GitHub, its file, and the branch that it builds and deploys from. */
  workflow: 'CI/CD Pipeline',
  workflowFile: '.github/workflows/pipeline.yml',
  branch: 'main',
  access: 'midcoast-access',
  systemNodes: 'midcoast-system',
  interruptionQueue: 'midcoast-interruptions',
  nodeProfile: 'midcoast-karpenter-nodes',
  permissionBoundary: 'midcoast-boundary',
  recoveryPermissionBoundary: 'midcoast-boundary-recovery',
  /** Secrets that are read into the cluster. */
  secrets: ({ name }: Environment) => `midcoast/${name}/*`,
  /** On what the provider's own tags do not reach: disks and instances of a template, volumes of pods. */
  ownershipTags: ({ name, owner }: Environment) => ({
    'midcoast:environment': name,
    'midcoast:owner': owner,
  }),
  logGroup: (purpose: string) => `/midcoast/${purpose}`,
} as const;
