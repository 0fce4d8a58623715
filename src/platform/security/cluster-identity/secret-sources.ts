import type { Environment } from '../../../environments/environment.ts';
import { databaseName, type variables, type VariableName } from '../../../service/contract.ts';
import { databaseTrust } from '../../database-trust.ts';
import { names } from '../../names.ts';

/** The variables that hold a secret. */
export type SecretVariable = {
  [Name in VariableName]: (typeof variables)[Name]['secret'] extends true ? Name : never;
}[VariableName];

/** A secret of Secrets Manager, or one property of it where it is JSON. */
export type Part = { readonly secret: string; readonly property?: string };

/** How a variable is made: a text of Go's templates, and the parts that it names. */
type Source = { readonly text: string; readonly parts: Readonly<Record<string, Part>> };

/** Where each secret comes from. One that the contract adds does not compile until it stands here. */
export function secretSources(environment: Environment): Readonly<Record<SecretVariable, Source>> {
  return {
    MIDCOAST_DATABASE_URL: databaseUrl(environment, 'app', names.databaseRoleSecret(environment, 'app')),
    MIDCOAST_OWNER_DATABASE_URL: databaseUrl(
      environment,
      'owner',
      names.databaseRoleSecret(environment, 'owner'),
    ),
    // A database comes with this user alone, who makes the two others.
    MIDCOAST_ADMIN_DATABASE_URL: databaseUrl(
      environment,
      'admin',
      names.databaseMasterSecret(environment, 0),
    ),
    MIDCOAST_CONTACT_KEY_SECRET: {
      text: '{{ .contactKey }}',
      parts: { contactKey: { secret: names.contactKeySecret(environment) } },
    },
  };
}

/**
 * The address of the first database as one of its users, whose name and password a secret holds. The certificate must
 * be of that name and of an authority of RDS. Passwords are letters and digits, so that they stand in an address as
 * they are.
 */
function databaseUrl(environment: Environment, role: string, signIn: string): Source {
  const connections = names.connectionsSecret(environment);
  const trust = `sslmode=verify-full&sslrootcert=${databaseTrust.path}`;
  return {
    text: `postgres://{{ .${role}User }}:{{ .${role}Password }}@{{ .host }}:{{ .port }}/${databaseName}?${trust}`,
    parts: {
      host: { secret: connections, property: 'databases.0.host' },
      port: { secret: connections, property: 'databases.0.port' },
      [`${role}User`]: { secret: signIn, property: 'username' },
      [`${role}Password`]: { secret: signIn, property: 'password' },
    },
  };
}
