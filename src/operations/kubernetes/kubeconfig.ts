import { writeFile } from 'node:fs/promises';

export type KubeconfigGiven = { readonly url: string; readonly authorities: string; readonly token: string };

/**
 * Tells a client of Kubernetes where the server is and as whom to ask it, in a file for its owner alone: it holds the
 * token. JSON is YAML, too.
 */
export async function writeKubeconfig(
  path: string,
  { url, authorities, token }: KubeconfigGiven,
): Promise<void> {
  const name = 'midcoast';
  const cluster = {
    server: url,
    'certificate-authority-data': Buffer.from(authorities).toString('base64'),
  };
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': name,
    clusters: [{ name, cluster }],
    users: [{ name, user: { token } }],
    contexts: [{ name, context: { cluster: name, user: name } }],
  };
  await writeFile(path, `${JSON.stringify(config, null, 2)}\n`, { mode: 0o600 });
}
