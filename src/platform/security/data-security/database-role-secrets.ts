import { Fn } from 'cdktn';
import { databaseRoles } from '../../../service/contract.ts';
import { names } from '../../names.ts';
import type { Heading } from '../../state.ts';
import { generatedSecret, type SecretPlace } from '../../generated-secret.ts';

type DatabaseRole = keyof typeof databaseRoles;

/**
 * User name and password of each role of the databases, a secret a role, so that who works as the application
 * cannot read what the owner of the schema signs in with. The same at every shard. New ones are given to the roles by
 * `migrate`, before the rollout. Returns their ARNs.
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
      version: place.environment.passwords.version,
    }).arn;
  return { owner: secret('owner'), app: secret('app') };
}
