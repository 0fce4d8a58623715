import { declared, placeOf, references } from '../../declaration.ts';
import { names } from '../../../platform/midcoast.ts';
import type { Rule } from '../rule.ts';

/** https://docs.aws.amazon.com/securityhub/latest/userguide/secretsmanager-controls.html, SecretsManager.4 */
const mostDays = 90;

const dayMs = 86_400_000;

const age: Rule = {
  id: 'passwords-renewed',
  says: `No password of a database or a broker is older than ${mostDays} days.`,
  mend: 'Raise passwords.version of the environment by one, set passwords.raisedOn to today, run ./midcoast synth, and deploy: staging first.',
  find: ({ environment }, { today }) => {
    const { version, raisedOn } = environment.passwords;
    const days = Math.floor((today.getTime() - Date.parse(raisedOn)) / dayMs);
    // What is no date is of no age either.
    if (days <= mostDays) return [];
    return [
      {
        where: 'environment.passwords.raisedOn',
        seen: `version ${version} is of ${raisedOn}; today is ${today.toISOString().slice(0, 10)}`,
      },
    ];
  },
};

const stated: Rule = {
  id: 'passwords-of-the-environment',
  says: 'Every password has the version that the environment states, so that a raise renews all of them.',
  mend: 'Give the secret version environment.passwords.version.',
  find: (platform) => {
    const wanted = platform.environment.passwords.version;
    const contactKeys = declared(platform, 'aws_secretsmanager_secret')
      .filter(({ attributes }) => attributes['name'] === names.contactKeySecret(platform.environment))
      .map(({ address }) => address);
    return declared(platform, ...Object.keys(versionOf))
      .filter(
        ({ attributes }) => !references(attributes['secret_id']).some((kept) => contactKeys.includes(kept)),
      )
      .map((resource) => ({ resource, version: resource.attributes[versionOf[resource.type] ?? ''] }))
      .filter(({ version }) => version !== undefined && version !== wanted)
      .map(({ resource, version }) => ({
        where: placeOf(resource),
        seen: `has version ${String(version)}, not ${wanted}`,
      }));
  },
};

/** Where each type of what has a password says which one. */
const versionOf: Readonly<Record<string, string>> = {
  aws_db_instance: 'password_wo_version',
  aws_secretsmanager_secret_version: 'secret_string_wo_version',
};

export const passwordAgeRules: readonly Rule[] = [age, stated];
