import { homeOf } from './emulator-home.ts';
import type { Emulators } from './emulators.ts';
import { loopbackUrl } from '../../loopback-url.ts';

/** With what a client of the AWS SDK reaches the emulator of its service itself, past all repairs. */
export type AwsSettings = (service: string, region: string) => ClientSettings;

export type ClientSettings = {
  readonly region: string;
  readonly endpoint: string;
  readonly ignoreConfiguredEndpointUrls: true;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly maxAttempts: number;
};

/** Services by their signing names. Throws `rehearsal_not_local` for an emulator that is not on loopback. */
export function awsSettings({ urls }: Pick<Emulators, 'urls'>, accountId: string): AwsSettings {
  const endpoints = {
    MiniStack: loopbackUrl(urls.MiniStack).origin,
    moto: loopbackUrl(urls.moto).origin,
  };
  return (service, region) => ({
    region,
    endpoint: endpoints[homeOf({ service, operation: '' })],
    ignoreConfiguredEndpointUrls: true,
    credentials: { accessKeyId: accountId, secretAccessKey: 'rehearsal' },
    maxAttempts: 2,
  });
}
