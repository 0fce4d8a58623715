import { variables, type ProcessName, type VariableName } from './contract.ts';

/** What a process was told by its environment, parsed once at its start. */
export type Config = {
  readonly databaseUrl: string;
  readonly ownerDatabaseUrl: string;
  /** Empty where the roles are made already. */
  readonly adminDatabaseUrl: string;
  readonly contactKeySecret: Buffer;
  readonly httpHost: string;
  readonly httpPort: number;
  readonly metricsPort: number;
  readonly databasePool: number;
  readonly environment: string;
  readonly commit: string;
  readonly logLevel: LogLevel;
  readonly bootstrapAccount: string;
  readonly bootstrapUser: string;
};

const logLevels = ['debug', 'info', 'warn', 'error'] as const;
type LogLevel = (typeof logLevels)[number];

/** Every fault of the environment at once; values are not repeated, since they may be secrets. */
export class ConfigError extends Error {
  constructor(process: ProcessName, faults: readonly string[]) {
    super(
      `the environment of ${process} is not complete:\n${faults.map((fault) => `- ${fault}`).join('\n')}`,
    );
  }
}

/** Reads what `process` needs. Throws `ConfigError` that names every variable that is missing or wrong. */
export function readConfig(process: ProcessName, environment: NodeJS.ProcessEnv): Config {
  const faults: string[] = [];
  const read = reader(process, environment, faults);
  const config: Config = {
    databaseUrl: read('MIDCOAST_DATABASE_URL', isPostgresUrl, 'a postgres:// URL'),
    ownerDatabaseUrl: read('MIDCOAST_OWNER_DATABASE_URL', isPostgresUrl, 'a postgres:// URL'),
    adminDatabaseUrl: read(
      'MIDCOAST_ADMIN_DATABASE_URL',
      (text) => text === '' || isPostgresUrl(text),
      'a postgres:// URL',
    ),
    contactKeySecret: Buffer.from(
      read('MIDCOAST_CONTACT_KEY_SECRET', (text) => /^[0-9a-f]{64}$/i.test(text), '64 hexadecimal digits'),
      'hex',
    ),
    httpHost: read('MIDCOAST_HTTP_HOST', (text) => text.length > 0, 'an address'),
    httpPort: Number(read('MIDCOAST_HTTP_PORT', isPort, 'a number from 0 to 65535')),
    metricsPort: Number(read('MIDCOAST_METRICS_PORT', isPort, 'a number from 0 to 65535')),
    databasePool: Number(
      read('MIDCOAST_DATABASE_POOL', (text) => /^([4-9]|[1-9]\d{1,2})$/.test(text), 'a number from 4 to 999'),
    ),
    environment: read(
      'MIDCOAST_ENVIRONMENT',
      (text) => /^[a-z][a-z0-9-]{0,30}$/.test(text),
      'a name in lower case',
    ),
    commit: read('MIDCOAST_COMMIT', (text) => text.length > 0, 'a commit'),
    logLevel: read('MIDCOAST_LOG_LEVEL', isLogLevel, logLevels.join(', ')) as LogLevel,
    bootstrapAccount: read('MIDCOAST_BOOTSTRAP_ACCOUNT', (text) => text.trim().length > 0, 'a name'),
    bootstrapUser: read(
      'MIDCOAST_BOOTSTRAP_USER',
      (text) => /^[^\s@]+@[^\s@]+$/.test(text),
      'an e-mail address',
    ),
  };
  if (faults.length > 0) throw new ConfigError(process, faults);
  return config;
}

function reader(process: ProcessName, environment: NodeJS.ProcessEnv, faults: string[]) {
  return (name: VariableName, valid: (text: string) => boolean, wanted: string): string => {
    const variable = variables[name];
    const fallback = 'fallback' in variable ? variable.fallback : undefined;
    if (!(variable.processes as readonly ProcessName[]).includes(process)) return fallback ?? '';
    const text = environment[name] ?? fallback;
    if (text === undefined) faults.push(`${name} is missing: ${variable.purpose} (${wanted})`);
    else if (!valid(text)) faults.push(`${name} is not ${wanted}: ${variable.purpose}`);
    return text ?? '';
  };
}

function isPostgresUrl(text: string): boolean {
  return /^postgres(ql)?:\/\//.test(text) && URL.canParse(text);
}

function isPort(text: string): boolean {
  return /^\d{1,5}$/.test(text) && Number(text) <= 65_535;
}

function isLogLevel(text: string): text is LogLevel {
  return (logLevels as readonly string[]).includes(text);
}
