import { Fn } from 'cdktn';
import { databaseRoles } from '../../../service/contract.ts';
import { names } from '../../names.ts';
import type { Heading } from '../../state.ts';
import { generatedSecret, type SecretPlace } from '../../generated-secret.ts';

type DatabaseRole = keyof typeof databaseRoles;

/** Raised by one, the next apply makes new passwords, which `migrate` gives to the roles before the rollout. */
const passwordVersion = 1;

/**
 * User name and password of each role of the databases, a secret a role, so that who works as the application
 * cannot read what the owner of the schema signs in with. The same at every shard. Returns their ARNs.
 */
export function databaseRoleSecrets(
  heading: Heading,
  place: SecretPlace,
): Readonly<Record<DatabaseRole, string>> {
  const secret = (role: DatabaseRole) =>
    generatedSecret(heading, place, {
      id: `database-${role}`,
      name: names.databaseRoleSecret(place.environment, role),
      description: `Sign-in of ${databaseRoles[role]} at the databases`,
      // Letters and digits: the password is part of an address that drivers read.
      characters: { passwordLength: 40, excludePunctuation: true },
      written: (password) => Fn.jsonencode({ username: databaseRoles[role], password }),
      version: passwordVersion,
    }).arn;
  return { owner: secret('owner'), app: secret('app') };
}
