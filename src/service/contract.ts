/**
 * What everything outside the service must know of it: processes, ports, probes, variables, secrets,
 * metrics and event types. Written once here; the platform, the local `up`, the tests and the documents
 * derive from it, and `contract.test.ts` holds it against what the running processes really do.
 */

/** A process of the service: `node src/service/main.ts <name>`. */
export type Process = {
  readonly kind: 'server' | 'job';
  readonly purpose: string;
  /** What it says on its standard output is a secret: it goes to whoever started it, and to no log. */
  readonly tellsSecret?: true;
};

export const processes = {
  app: { kind: 'server', purpose: 'the HTTP API and the console' },
  migrate: { kind: 'job', purpose: 'brings roles and schema up to date; runs before a rollout' },
  maintain: { kind: 'job', purpose: 'makes partitions ahead, lets expired rows go' },
  restore: { kind: 'job', purpose: 'makes a restored database fit to serve: forgets again, counts anew' },
  bootstrap: { kind: 'job', purpose: 'makes the first account of an empty database', tellsSecret: true },
} as const satisfies Record<string, Process>;

export type ProcessName = keyof typeof processes;

/** Ports that `app` listens on, with the variable that moves each. */
export const ports = {
  http: { port: 8080, variable: 'MIDCOAST_HTTP_PORT' },
  metrics: { port: 9464, variable: 'MIDCOAST_METRICS_PORT' },
} as const;

/** Routes that others ask: `liveness` looks at the process alone, `readiness` at the database too, `metrics` is scraped. */
export const probes = {
  liveness: { path: '/livez', port: 'http' },
  readiness: { path: '/readyz', port: 'http' },
  metrics: { path: '/metrics', port: 'metrics' },
} as const;

/**
 * Load balancers before the mesh, each of which adds the address of who asked it to X-Forwarded-For. The gateway adds
 * the last of them, and the sidecar is asked by the gateway and asks us over loopback.
 */
export const loadBalancers = 1;

/** A variable of the process environment. A secret is never logged and never written to a manifest. */
export type Variable = {
  readonly purpose: string;
  readonly secret: boolean;
  /** Used when the variable is absent; a variable without a default is required. */
  readonly fallback?: string;
  readonly processes: readonly ProcessName[];
};

const every: readonly ProcessName[] = ['app', 'migrate', 'maintain', 'restore', 'bootstrap'];
const owners: readonly ProcessName[] = ['migrate', 'maintain', 'bootstrap'];

export const variables = {
  MIDCOAST_DATABASE_URL: {
    purpose: 'PostgreSQL as midcoast_app, the role bound by row-level security',
    secret: true,
    processes: ['app', 'migrate', 'restore', 'bootstrap'],
  },
  MIDCOAST_OWNER_DATABASE_URL: {
    purpose: 'PostgreSQL as midcoast_owner, the role that owns the schema',
    secret: true,
    processes: owners,
  },
  MIDCOAST_ADMIN_DATABASE_URL: {
    purpose: 'PostgreSQL as a role that may make the two others; empty where they are made already',
    secret: true,
    fallback: '',
    processes: ['migrate'],
  },
  MIDCOAST_CONTACT_KEY_SECRET: {
    purpose: 'key of the HMAC over e-mail addresses and phone numbers, 64 hexadecimal digits',
    secret: true,
    processes: ['app'],
  },
  MIDCOAST_HTTP_HOST: {
    purpose: 'address to listen on',
    secret: false,
    fallback: '127.0.0.1',
    processes: ['app'],
  },
  MIDCOAST_HTTP_PORT: {
    purpose: 'port of the API and the console; 0 takes a free one',
    secret: false,
    fallback: String(ports.http.port),
    processes: ['app'],
  },
  MIDCOAST_METRICS_PORT: {
    purpose: 'port of /metrics; 0 takes a free one',
    secret: false,
    fallback: String(ports.metrics.port),
    processes: ['app'],
  },
  MIDCOAST_DATABASE_POOL: {
    purpose: 'connections to PostgreSQL that one process may hold',
    secret: false,
    fallback: '12',
    processes: ['app'],
  },
  MIDCOAST_ENVIRONMENT: {
    purpose: 'name of the environment, shown in the console',
    secret: false,
    fallback: 'local',
    processes: ['app'],
  },
  MIDCOAST_COMMIT: {
    purpose: 'commit that the code was built from',
    secret: false,
    fallback: 'unknown',
    processes: ['app'],
  },
  MIDCOAST_LOG_LEVEL: {
    purpose: 'least level that is logged: debug, info, warn or error',
    secret: false,
    fallback: 'info',
    processes: every,
  },
  MIDCOAST_BOOTSTRAP_ACCOUNT: {
    purpose: 'name of the first account',
    secret: false,
    fallback: 'Demonstration',
    processes: ['bootstrap'],
  },
  MIDCOAST_BOOTSTRAP_USER: {
    purpose: 'e-mail of the first account’s administrator',
    secret: false,
    fallback: 'admin@midcoast.example',
    processes: ['bootstrap'],
  },
} as const satisfies Record<string, Variable>;

export type VariableName = keyof typeof variables;

/** Roles of the database. The service works as `app`; only jobs that change the schema work as `owner`. */
export const databaseRoles = { owner: 'midcoast_owner', app: 'midcoast_app' } as const;

/** The database of the service, here and in every shard. */
export const databaseName = 'midcoast';

/** Types of the events in the outbox. Events carry ids, verdicts and reason codes, never personal data. */
export const eventTypes = [
  'lead.accepted',
  'lead.duplicate',
  'lead.suppressed',
  'lead.erased',
  'source.created',
  'suppression.added',
  'suppression.removed',
  'import.started',
  'import.finished',
] as const;

export type EventType = (typeof eventTypes)[number];

/** Groups that read the whole log, each at its own position. */
export const consumerGroups = ['leaderboard'] as const;

export type ConsumerGroup = (typeof consumerGroups)[number];

/** What becomes of a lead that is taken. */
export const verdicts = ['accepted', 'duplicate', 'suppressed'] as const;

/** A series that `app` exports, beside the process's own (`process_*`, `nodejs_*`). */
export type Metric = {
  readonly kind: 'counter' | 'gauge' | 'histogram';
  readonly help: string;
  readonly labels: readonly string[];
  /** All values of a label that has only these; a label without a row may have any. */
  readonly values?: Readonly<Record<string, readonly string[]>>;
  /** Upper bounds of a histogram, in the unit that the name ends in. */
  readonly buckets?: readonly number[];
};

/** Seconds; from half a commit to the longest that a client waits. */
const secondsBuckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

export const metrics = {
  http_server_request_duration_seconds: {
    kind: 'histogram',
    help: 'Time from the head of a request to the end of its answer',
    labels: ['http_request_method', 'http_route', 'http_response_status_code'],
    buckets: secondsBuckets,
  },
  midcoast_leads_total: {
    kind: 'counter',
    help: 'Leads decided, by verdict and by the door they came through',
    labels: ['verdict', 'door'],
    values: { verdict: verdicts, door: ['api', 'import'] },
  },
  midcoast_intake_batch_size: {
    kind: 'histogram',
    help: 'Leads that shared one transaction',
    labels: [],
    buckets: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000],
  },
  midcoast_intake_waiting: {
    kind: 'gauge',
    help: 'Leads that wait for a transaction',
    labels: [],
  },
  midcoast_database_connections: {
    kind: 'gauge',
    help: 'Connections to PostgreSQL that are busy or idle, and requests waiting for one',
    labels: ['state'],
    values: { state: ['busy', 'idle', 'waiting'] },
  },
  midcoast_consumer_lag_events: {
    kind: 'gauge',
    help: 'Events that a consumer group has yet to handle',
    labels: ['group'],
    values: { group: consumerGroups },
  },
  midcoast_event_streams: {
    kind: 'gauge',
    help: 'Open streams of live events',
    labels: [],
  },
  midcoast_sign_ins_total: {
    kind: 'counter',
    help: 'Attempts to sign in, by outcome',
    labels: ['outcome'],
    values: { outcome: ['signed_in', 'refused', 'throttled'] },
  },
} as const satisfies Record<string, Metric>;

export type MetricName = keyof typeof metrics;

/** What one series of a metric is labelled by: a value of those that there are, or any where they are not listed. */
export type LabelsOf<Name extends MetricName> = {
  readonly [Label in (typeof metrics)[Name]['labels'][number]]: (typeof metrics)[Name] extends {
    readonly values: Readonly<Record<Label, readonly (infer Value)[]>>;
  }
    ? Value
    : string;
};

export { processSeries } from './process-series.ts';

/** Seconds that `app` is given to finish requests and streams after SIGTERM. */
export const drainSeconds = 10;
