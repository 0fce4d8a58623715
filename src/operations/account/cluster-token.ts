import { createHash, createHmac, type Hash, type Hmac } from 'node:crypto';
import { STSClient } from '@aws-sdk/client-sts';
import { SignatureV4 } from '@smithy/signature-v4';
import type { Cloud } from './cloud.ts';

/**
 * EKS takes a token for a quarter of an hour from its signing. Whoever is handed one may use it for ten minutes more:
 * a client that reads it from a file sees the next one only then.
 */
const keptMs = 4 * 60_000;

/** The address is asked within this time, or not at all. */
const expiresIn = 60;

/** The header by which a token is good for one cluster alone. */
const clusterHeader = 'x-k8s-aws-id';

/**
 * Gives tokens by which EKS knows whose credentials these are: an address of STS that is signed with them, and that
 * says who signed it to whoever asks there (https://github.com/kubernetes-sigs/aws-iam-authenticator).
 */
export function clusterTokens(cloud: Cloud, region: string, cluster: string): () => Promise<string> {
  let last: { readonly token: string; readonly at: number } | undefined;
  return async () => {
    if (last === undefined || Date.now() - last.at > keptMs) {
      last = { token: await signToken(cloud, region, cluster, new Date()), at: Date.now() };
    }
    return last.token;
  };
}

/** One token. Throws what the SDK throws where there are no credentials. */
export async function signToken(
  cloud: Cloud,
  region: string,
  cluster: string,
  signingDate: Date,
): Promise<string> {
  const client = new STSClient(cloud.client(region));
  const hostname = `sts.${region}.amazonaws.com`;
  try {
    const signer = new SignatureV4({
      service: 'sts',
      region,
      sha256: Sha256,
      credentials: client.config.credentials,
    });
    const { path, query = {} } = await signer.presign(
      {
        method: 'GET',
        protocol: 'https:',
        hostname,
        path: '/',
        query: { Action: 'GetCallerIdentity', Version: '2011-06-15' },
        headers: { host: hostname, [clusterHeader]: cluster },
      },
      { expiresIn, signingDate },
    );
    const words = Object.entries(query).map(([name, value]) => [name, String(value)]);
    const address = `https://${hostname}${path}?${new URLSearchParams(words).toString()}`;
    return `k8s-aws-v1.${Buffer.from(address).toString('base64url')}`;
  } finally {
    client.destroy();
  }
}

/** SHA-256 of Node in the form in which the signer asks for it; with a secret, its HMAC. */
class Sha256 {
  readonly #hash: Hash | Hmac;

  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', bytesOf(secret));
  }

  update(part: Uint8Array): void {
    this.#hash.update(part);
  }

  digest(): Promise<Uint8Array> {
    return Promise.resolve(this.#hash.digest());
  }

  reset(): void {
    throw new Error('a hash is used once');
  }
}

function bytesOf(secret: string | ArrayBuffer | ArrayBufferView): Uint8Array {
  if (typeof secret === 'string') return Buffer.from(secret);
  return ArrayBuffer.isView(secret)
    ? new Uint8Array(secret.buffer, secret.byteOffset, secret.byteLength)
    : new Uint8Array(secret);
}
