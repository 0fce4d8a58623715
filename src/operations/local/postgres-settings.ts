/** Settings of PostgreSQL, by name, as the server takes them. */
export type PostgresSettings = Readonly<Record<string, string>>;

type Setting = { readonly value: string; readonly why: string };

/**
 * What our PostgreSQL runs with, wherever it differs from the server's own defaults or must not be changed.
 * Given on the command line, so nothing in the data folder can override it.
 */
export const postgresSettings: Readonly<Record<string, Setting>> = {
  listen_addresses: { value: '127.0.0.1', why: 'nobody outside this machine reaches it' },
  unix_socket_directories: { value: '', why: 'one door only; a socket path may not pass 107 bytes' },
  max_connections: { value: '300', why: 'the widest bench holds 256, beside the service and the tests' },

  fsync: { value: 'on', why: 'an answer of 2xx means durable' },
  synchronous_commit: { value: 'on', why: 'an answer of 2xx means durable' },
  full_page_writes: { value: 'on', why: 'a torn page must be mendable after a crash' },
  wal_level: { value: 'replica', why: 'a standby or a backup may be made at any time' },
  max_wal_size: { value: '1GB', why: 'redo runs at about 190 MB/s: back within 5 s of a crash' },
  min_wal_size: { value: '256MB', why: 'segments are reused rather than made anew under load' },
  wal_compression: { value: 'off', why: 'this build has pglz only, which costs more processor than disk' },
  checkpoint_timeout: { value: '5min', why: 'bounds redo where little is written' },
  checkpoint_completion_target: { value: '0.9', why: 'spreads writing, so that a checkpoint is not felt' },

  shared_buffers: {
    value: '256MB',
    why: 'a working set of leads and keys, on a machine that does other work',
  },
  work_mem: { value: '8MB', why: 'sorting a page of leads stays in memory' },
  maintenance_work_mem: {
    value: '64MB',
    why: 'the default, named: three autovacuum workers may hold it at once',
  },
  jit: { value: 'off', why: 'every statement is short; compiling one costs more than running it' },
  random_page_cost: { value: '1.1', why: 'the disk has no arm to move' },

  idle_in_transaction_session_timeout: { value: '60s', why: 'a stuck client must not hold vacuum back' },

  timezone: { value: 'UTC', why: 'days and months of partitions are those of UTC on every machine' },
  log_timezone: { value: 'UTC', why: 'as in the logs of the service' },
  log_line_prefix: { value: '%m [%p] %u@%d ', why: 'time, process and who' },
  log_min_messages: {
    value: 'log',
    why: 'an ERROR may quote the value it refused; its client logs its code instead',
  },
  log_error_verbosity: { value: 'terse', why: 'DETAIL quotes rows, and logs carry no personal data' },
  log_min_error_statement: { value: 'panic', why: 'a statement may quote values: no personal data in logs' },
  log_parameter_max_length: { value: '0', why: 'parameters are personal data' },
  log_checkpoints: { value: 'off', why: 'seen in pg_stat_checkpointer instead' },
  log_autovacuum_min_duration: { value: '-1', why: 'seen in pg_stat_all_tables instead' },
};

/** The arguments of `postgres` for our settings, with `overrides` put over them. */
export function settingArguments(overrides: PostgresSettings = {}): readonly string[] {
  const ours = Object.entries(postgresSettings).map(([name, { value }]) => [name, value]);
  const merged: PostgresSettings = { ...Object.fromEntries(ours), ...overrides };
  return Object.entries(merged).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}
