import type { IEnvVar } from 'kubernetes-models/v1/EnvVar';
import { connectionBudget } from '../../../environments/connection-budget.ts';
import type { Environment } from '../../../environments/environment.ts';
import { ports, variables, type ProcessName, type VariableName } from '../../../service/contract.ts';
import { names } from '../../names.ts';

/** What the image itself says: it was built from one commit, whatever environment it runs in. */
type GivenByImage = 'image';

type Value = (environment: Environment) => string;

/** A variable that the contract adds, or makes a secret, does not compile until it stands here. */
type Given = {
  readonly [Name in VariableName]: (typeof variables)[Name]['secret'] extends true
    ? 'secret'
    : Value | GivenByImage;
};

const given: Given = {
  MIDCOAST_DATABASE_URL: 'secret',
  MIDCOAST_OWNER_DATABASE_URL: 'secret',
  MIDCOAST_ADMIN_DATABASE_URL: 'secret',
  MIDCOAST_CONTACT_KEY_SECRET: 'secret',
  MIDCOAST_HTTP_HOST: () => '0.0.0.0',
  MIDCOAST_HTTP_PORT: () => String(ports.http.port),
  MIDCOAST_METRICS_PORT: () => String(ports.metrics.port),
  MIDCOAST_DATABASE_POOL: (environment) => String(connectionBudget(environment).appPool),
  MIDCOAST_ENVIRONMENT: ({ name }) => name,
  MIDCOAST_COMMIT: 'image',
  MIDCOAST_LOG_LEVEL: () => 'info',
  MIDCOAST_BOOTSTRAP_ACCOUNT: () => 'Midcoast',
  MIDCOAST_BOOTSTRAP_USER: ({ domain }) => `admin@${domain}`,
};

/** What no manifest gives, since the image brings it. */
export const givenByImage: readonly VariableName[] = (Object.keys(given) as VariableName[]).filter(
  (name) => given[name] === 'image',
);

/** Every variable that a process reads, and no other, in the order of the contract. */
export function podVariables(environment: Environment, process: ProcessName): IEnvVar[] {
  return (Object.keys(variables) as VariableName[])
    .filter((name) => (variables[name].processes as readonly ProcessName[]).includes(process))
    .flatMap((name) => variableOf(name, given[name], environment, process));
}

function variableOf(
  name: VariableName,
  how: Given[VariableName],
  environment: Environment,
  process: ProcessName,
): IEnvVar[] {
  if (how === 'image') return [];
  if (how === 'secret') {
    return [{ name, valueFrom: { secretKeyRef: { name: names.workload(process), key: name } } }];
  }
  return [{ name, value: how(environment) }];
}
