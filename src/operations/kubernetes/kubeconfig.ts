import { writeFile } from 'node:fs/promises';

export type KubeconfigGiven = {
  readonly url: string;
  readonly authorities: string;
} & KubeconfigUser;

/** As whom to ask: by a token that lasts, or by the one that a file holds at the time, which clients read again. */
type KubeconfigUser = { readonly token: string } | { readonly tokenFile: string };

/**
 * Tells a client of Kubernetes where the server is and as whom to ask it, in a file for its owner alone: it may hold
 * the token. JSON is YAML, too.
 */
export async function writeKubeconfig(path: string, given: KubeconfigGiven): Promise<void> {
  const { url, authorities } = given;
  const name = 'midcoast';
  const cluster = {
    server: url,
    'certificate-authority-data': Buffer.from(authorities).toString('base64'),
  };
  const user = 'tokenFile' in given ? { tokenFile: given.tokenFile } : { token: given.token };
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': name,
    clusters: [{ name, cluster }],
    users: [{ name, user }],
    contexts: [{ name, context: { cluster: name, user: name } }],
  };
  await writeFile(path, `${JSON.stringify(config, null, 2)}\n`, { mode: 0o600 });
}
