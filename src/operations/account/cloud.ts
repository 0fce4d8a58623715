import { Failure } from '../failure.ts';
import { loopbackUrl } from '../loopback-url.ts';

type Variables = Readonly<Record<string, string | undefined>>;

/** How AWS is reached, by the SDK and by Terraform alike. */
export type Cloud = {
  /** Whether an emulator on this machine stands in for AWS. */
  readonly rehearsed: boolean;
  /** What a client of the SDK is made with. */
  readonly client: (region: string) => ClientSettings;
  /** The process environment for Terraform. */
  readonly variables: Variables;
};

export type ClientSettings = {
  readonly region: string;
  readonly ignoreConfiguredEndpointUrls: true;
  readonly maxAttempts: number;
  readonly endpoint?: string;
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
};

/** The one switch to an emulator: its address on this machine. For rehearsals and tests. */
export const rehearsalVariable = 'MIDCOAST_REHEARSAL';

/** The SDK's own patience with throttling and lost connections, with its growing pauses. */
const maxAttempts = 5;

/**
 * AWS at AWS's own addresses with the person's own credentials, by the usual chain of SDK and Terraform; or, when
 * `MIDCOAST_REHEARSAL` holds a loopback address, an emulator there, with a twelve-digit account in place of
 * credentials. There is nothing between: no real credentials go to an emulator, and no setting of an endpoint
 * leads the real thing elsewhere. Throws a Failure of exit `refused` where the environment mixes the two.
 */
export function reachCloud(variables: Variables): Cloud {
  const address = variables[rehearsalVariable];
  return address === undefined || address === '' ? realCloud(variables) : emulator(variables, address);
}

function realCloud(variables: Variables): Cloud {
  const set = Object.keys(variables).filter(
    (name) => name.startsWith('AWS_ENDPOINT_URL') && variables[name] !== '',
  );
  if (set.length > 0) {
    throw new Failure({
      code: 'endpoint_foreign',
      exit: 'refused',
      message: `${set.join(', ')} would lead away from AWS: the cloud is reached at its own addresses only`,
      facts: { variables: set.join(' ') },
      next: `unset ${set.join(' ')}`,
    });
  }
  return {
    rehearsed: false,
    client: (region) => ({ region, ignoreConfiguredEndpointUrls: true, maxAttempts }),
    // The AWS configuration file may name endpoints too.
    variables: { ...variables, AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true' },
  };
}

function emulator(variables: Variables, address: string): Cloud {
  const endpoint = loopbackUrl(address).origin;
  const account = variables['AWS_ACCESS_KEY_ID'] ?? '';
  if (!/^\d{12}$/.test(account)) {
    throw new Failure({
      code: 'rehearsal_credentials',
      exit: 'refused',
      message: `a rehearsal takes no credentials: AWS_ACCESS_KEY_ID must be the twelve digits of the account that the emulator plays`,
      facts: { [rehearsalVariable]: endpoint },
      next: 'set AWS_ACCESS_KEY_ID to the account, or unset MIDCOAST_REHEARSAL to reach AWS itself',
    });
  }
  const credentials = { accessKeyId: account, secretAccessKey: 'rehearsal' };
  const foreign = Object.entries(variables).filter(([name]) => !name.startsWith('AWS_'));
  return {
    rehearsed: true,
    client: (region) => ({ region, ignoreConfiguredEndpointUrls: true, maxAttempts, endpoint, credentials }),
    variables: {
      ...Object.fromEntries(foreign),
      AWS_ENDPOINT_URL: endpoint,
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      AWS_EC2_METADATA_DISABLED: 'true',
      // S3 Control is asked at `<account>.<host>`, which no resolver knows: as to a proxy, it arrives all the same.
      HTTP_PROXY: endpoint,
      // Nothing of the person's own configuration, which may hold credentials.
      AWS_CONFIG_FILE: '/dev/null',
      AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    },
  };
}
