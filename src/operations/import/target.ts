import { readLocalFile } from '../local/local-file.ts';
import { Failure } from '../failure.ts';

/** A Midcoast to talk to, and the key to do it with. */
export type Target = { readonly url: string; readonly apiKey: string };

export type Wanted = {
  /** The repository's folder. */
  readonly root: string;
  /** `--url`; absent: the `up` that runs here. */
  readonly url: string | undefined;
  /** `MIDCOAST_API_KEY`. */
  readonly apiKey: string | undefined;
};

/** Finds the server: the one that is named, else the `up` of this repository. Throws a `Failure` when there is none. */
export async function findTarget({ root, url, apiKey }: Wanted): Promise<Target> {
  if (url !== undefined) return namedTarget(url, apiKey);
  const local = await readLocalFile(root);
  if (local === undefined) {
    throw new Failure({
      code: 'server_missing',
      exit: 'missing',
      message: 'no Midcoast runs here',
      next: 'start one with `./midcoast up` in another terminal, or name one with --url and MIDCOAST_API_KEY',
    });
  }
  const key = apiKey ?? local.apiKey;
  if (key !== null) return { url: local.url, apiKey: key };
  throw noKey(local.url);
}

function namedTarget(url: string, apiKey: string | undefined): Target {
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
    throw new Failure({
      code: 'url_wrong',
      exit: 'usage',
      message: `${url} is not the address of a Midcoast`,
      next: 'give it as http://host:port or https://host',
    });
  }
  if (apiKey === undefined || apiKey === '') throw noKey(url);
  return { url, apiKey };
}

function noKey(url: string): Failure {
  return new Failure({
    code: 'api_key_missing',
    exit: 'usage',
    message: `there is no API key for ${url}`,
    next: 'put one into the environment variable MIDCOAST_API_KEY; keys are not taken as arguments, where others could read them',
  });
}
