import type { AwsSettings } from './aws-settings.ts';

/** A question to an emulator as it goes over the wire, whose answer is recorded as it comes. */
export type RawQuestion = {
  /** The signing name. */
  readonly service: string;
  readonly method?: string;
  readonly path?: string;
  /** Parameters of a form, for services that take one. */
  readonly form?: Readonly<Record<string, string>>;
  /** The operation's full target, and its parameters, for services that speak JSON. */
  readonly target?: string;
  readonly body?: object;
};

/** So much of an answer is recorded. */
const keptCharacters = 3_000;

/** The first characters of the status and the text that an emulator answers. */
export async function askRaw(
  { service, method, path = '/', form, target, body }: RawQuestion,
  settings: AwsSettings,
  region: string,
): Promise<string> {
  const { endpoint, credentials } = settings(service, region);
  const scope = `${credentials.accessKeyId}/20200101/${region}/${service}/aws4_request`;
  const answer = await fetch(`${endpoint}${path}`, {
    method: method ?? 'POST',
    headers: {
      // No emulator checks a signature; the scope tells it the service, the region and the account.
      authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0`,
      ...(target === undefined
        ? {}
        : { 'x-amz-target': target, 'content-type': 'application/x-amz-json-1.1' }),
      ...(form === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
    },
    ...(form === undefined ? {} : { body: new URLSearchParams(form).toString() }),
    ...(target === undefined ? {} : { body: JSON.stringify(body ?? {}) }),
  });
  return `${answer.status} ${await answer.text()}`.slice(0, keptCharacters);
}
