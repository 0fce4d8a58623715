import {
  databaseName,
  databaseRoles,
  variables,
  type ProcessName,
  type VariableName,
} from '../../service/contract.ts';
import type { Secrets } from './secrets.ts';

/** What every process of the service here is told; each is given the part that the contract names for it. */
export type ServiceSettings = Readonly<Partial<Record<VariableName, string>>>;

export type LocalSettings = {
  readonly secrets: Secrets;
  readonly postgresPort: number;
  readonly httpPort: number;
  /** 0 takes a free one. */
  readonly metricsPort: number;
  readonly commit: string;
  readonly verbose: boolean;
};

/** The values of this machine for the variables of the contract. */
export function serviceSettings(local: LocalSettings): ServiceSettings {
  const { secrets, postgresPort } = local;
  const url = (role: string, password: string) =>
    `postgres://${role}:${password}@127.0.0.1:${postgresPort}/${databaseName}`;
  return {
    MIDCOAST_DATABASE_URL: url(databaseRoles.app, secrets.appPassword),
    MIDCOAST_OWNER_DATABASE_URL: url(databaseRoles.owner, secrets.ownerPassword),
    MIDCOAST_CONTACT_KEY_SECRET: secrets.contactKeySecret,
    MIDCOAST_HTTP_HOST: '127.0.0.1',
    MIDCOAST_HTTP_PORT: String(local.httpPort),
    MIDCOAST_METRICS_PORT: String(local.metricsPort),
    MIDCOAST_ENVIRONMENT: 'local',
    MIDCOAST_COMMIT: local.commit,
    MIDCOAST_LOG_LEVEL: local.verbose ? 'debug' : 'info',
  };
}

/** Variables of the person's shell that a process of the service may see: where programs and caches are. */
const passedOn = ['PATH', 'HOME', 'TMPDIR', 'NODE_COMPILE_CACHE'] as const;

/** The whole environment of one process: nothing of the person's shell but the few above. */
export function environmentOf(
  process: ProcessName,
  settings: ServiceSettings,
  shell: NodeJS.ProcessEnv,
): NodeJS.ProcessEnv {
  const environment: NodeJS.ProcessEnv = {};
  for (const name of passedOn) if (shell[name] !== undefined) environment[name] = shell[name];
  for (const [name, value] of Object.entries(settings) as [VariableName, string][]) {
    if ((variables[name].processes as readonly ProcessName[]).includes(process)) environment[name] = value;
  }
  return environment;
}
