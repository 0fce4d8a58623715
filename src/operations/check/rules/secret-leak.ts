import { stateNames } from '../../../platform/midcoast.ts';
import type { Breach, Rule } from '../rule.ts';

/** Attributes that would carry a secret into the files and into Terraform's state. */
const carriers: ReadonlySet<string> = new Set([
  'auth_token',
  'client_secret',
  'master_password',
  'password',
  'passwords',
  'private_key',
  'secret_binary',
  'secret_string',
]);

/** Texts that are secrets wherever they stand: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html */
const shapes: Readonly<Record<string, RegExp>> = {
  'an access key': /\b(AKIA|ASIA)[A-Z0-9]{16}\b/,
  'a private key': /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
  'a token of GitHub': /\bgh[pousr]_[A-Za-z0-9]{30,}\b/,
  'a password in an address': /\b[a-z]+:\/\/[^\s:/@$]+:[^\s/@$]{4,}@/,
};

const leak: Rule = {
  id: 'no-secret-in-files',
  says: 'No secret stands in the files that are written, nor comes into Terraform’s state.',
  mend: 'Let AWS make the secret, or write it by a write-only argument (…_wo) from an ephemeral resource.',
  find: (platform) =>
    stateNames.flatMap((state) =>
      Object.entries(platform.states[state].documents).flatMap(([heading, document]) =>
        secretsIn(document, `${state}/${heading}.tf.json`, []),
      ),
    ),
};

export const secretLeakRules: readonly Rule[] = [leak];

/** Addresses and user names may stand in a secret that Terraform writes. */
function carries(key: string, value: string): boolean {
  return carriers.has(key) && (key !== 'secret_string' || /password|token|private/i.test(value));
}

function secretsIn(value: unknown, file: string, path: readonly string[]): readonly Breach[] {
  if (typeof value === 'string') {
    const place = `${file}: ${path.join('.')}`;
    const shape = Object.entries(shapes).find(([, pattern]) => pattern.test(value));
    if (shape !== undefined) return [{ where: place, seen: `holds ${shape[0]}` }];
    return carries(path.at(-1) ?? '', value)
      ? [{ where: place, seen: 'carries a secret into the state' }]
      : [];
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => secretsIn(inner, file, [...path, key]));
}
