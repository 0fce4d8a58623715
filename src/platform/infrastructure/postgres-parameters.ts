import type { DbParameterGroupParameter } from '@cdktn/provider-aws/lib/db-parameter-group/index.js';
import { connectionBudget } from '../../environments/connection-budget.ts';
import type { Environment } from '../../environments/environment.ts';

type Parameter = {
  readonly value: string;
  readonly why: string;
  /** Taken at the next restart; the others at once. */
  readonly static?: boolean;
};

/** What our PostgreSQL runs with, wherever it differs from RDS's own defaults or must not be changed. */
const parameters = (environment: Environment): Readonly<Record<string, Parameter>> => ({
  'rds.force_ssl': { value: '1', why: 'nothing is sent in the clear' },
  'rds.accepted_password_auth_method': { value: 'scram', why: 'no password is stored as MD5' },
  max_connections: {
    value: String(connectionBudget(environment).most),
    why: 'what the memory of the instance bears; the budget divides it among those who connect',
    static: true,
  },
  shared_preload_libraries: {
    value: 'pg_stat_statements',
    why: 'which statements cost most, without logging any',
    static: true,
  },
  work_mem: { value: '8192', why: 'KiB: sorting a page of leads stays in memory' },
  max_wal_size: {
    value: '1024',
    why: 'MiB: back within seconds of a crash, as redo reads no more than this',
  },
  min_wal_size: { value: '256', why: 'MiB: segments are reused rather than made anew under load' },
  wal_compression: { value: 'lz4', why: 'full pages after a checkpoint cost more bytes than processor' },
  random_page_cost: { value: '1.1', why: 'gp3 has no arm to move' },
  jit: { value: '0', why: 'every statement is short; compiling one costs more than running it' },
  track_io_timing: { value: '1', why: 'tells waiting for the disk from working' },
  hot_standby_feedback: { value: '1', why: 'a read on a replica is not cancelled by vacuum on the primary' },
  idle_in_transaction_session_timeout: {
    value: '60000',
    why: 'ms: a stuck client must not hold vacuum back, nor the position of the log',
  },
  autovacuum_vacuum_scale_factor: {
    value: '0.05',
    why: 'a fifth of a month of leads is too many dead rows to wait for',
  },
  log_statement: { value: 'ddl', why: 'who changed the schema' },
  log_min_duration_statement: { value: '500', why: 'ms: twice what the slowest of a hundred leads may take' },
  log_lock_waits: { value: '1', why: 'intake locks keys in sorted order, so a long wait is a fault' },
  log_parameter_max_length: { value: '0', why: 'parameters are personal data' },
  log_parameter_max_length_on_error: { value: '0', why: 'parameters are personal data' },
  log_min_error_statement: { value: 'panic', why: 'a statement may quote values: no personal data in logs' },
  log_error_verbosity: { value: 'terse', why: 'DETAIL quotes rows, and logs carry no personal data' },
  timezone: { value: 'UTC', why: 'days and months of partitions are those of UTC everywhere' },
});

/** The parameters as RDS takes them. */
export function postgresParameters(environment: Environment): DbParameterGroupParameter[] {
  return Object.entries(parameters(environment)).map(([name, { value, static: atRestart }]) => ({
    name,
    value,
    applyMethod: atRestart === true ? 'pending-reboot' : 'immediate',
  }));
}
