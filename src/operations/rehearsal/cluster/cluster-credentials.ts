import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Who the control plane trusts, as files of one rehearsal that only this user reads. */
export type ClusterCredentials = {
  /** Of whoever rehearses, and of the controllers: they may do everything. */
  readonly token: string;
  readonly tokenFile: string;
  /** Signs the tokens of service accounts. */
  readonly signingKeyFile: string;
  readonly verifyingKeyFile: string;
};

/** For the owner alone. */
const mode = 0o600;

/** Makes a token and a pair of keys, new ones for each rehearsal, as files in the folder. */
export async function makeCredentials(folder: string): Promise<ClusterCredentials> {
  const token = randomBytes(32).toString('hex');
  const { publicKey, privateKey } = generateKeyPairSync('ec', {
    namedCurve: 'P-256',
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'sec1', format: 'pem' },
  });
  const credentials = {
    token,
    tokenFile: join(folder, 'tokens.csv'),
    signingKeyFile: join(folder, 'service-accounts.key'),
    verifyingKeyFile: join(folder, 'service-accounts.pub'),
  };
  await Promise.all([
    // https://kubernetes.io/docs/reference/access-authn-authz/authentication/#static-token-file
    writeFile(credentials.tokenFile, `${token},midcoast-rehearsal,midcoast-rehearsal,"system:masters"\n`, {
      mode,
    }),
    writeFile(credentials.signingKeyFile, privateKey, { mode }),
    writeFile(credentials.verifyingKeyFile, publicKey, { mode }),
  ]);
  return credentials;
}
