import { makeFirstAccount } from './accounts/first-account.ts';
import type { Permission, Role } from './accounts/permission.ts';
import { readConfig } from './config.ts';
import { openLog } from './connections/log.ts';
import { openTestDatabase } from './connections/test-database.ts';
import { startApp } from './processes/app.ts';

/** A service of a test file's own: the real server on a migrated database, in this process. */
export type TestService = {
  readonly url: string;
  readonly metricsUrl: string;
  /** Superuser's address of its database, for looking behind the API. */
  readonly superuserUrl: string;
  readonly account: string;
  /** An API key with every permission. */
  readonly apiKey: string;
  readonly user: string;
  readonly password: string;
  /** Asks with the first API key, or with what `as` says. */
  ask(method: string, path: string, options?: AskOptions): Promise<Reply>;
  /** Another account, with a key that may do there what an administrator may. */
  makeAccount(name: string): Promise<{ readonly account: string; readonly apiKey: string }>;
  makeKey(scopes: readonly Permission[], ratePerSecond?: number): Promise<string>;
  /** Makes a person of the role and signs them in. */
  signIn(role: Role): Promise<Person>;
  stop(): Promise<void>;
};

export type Person = { readonly cookie: string; readonly csrfToken: string; readonly id: string };

export type AskOptions = {
  /** An API key, a person, or `nobody`. */
  readonly as?: string | Person;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
};

export type Reply = {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // oxlint-disable-next-line typescript/no-explicit-any -- each test knows what it asked for
  readonly json: any;
};

/** Starts a service for the tests of one file. Stop it in `after`. */
export async function openTestService(): Promise<TestService> {
  const database = await openTestDatabase();
  const config = readConfig('app', {
    MIDCOAST_DATABASE_URL: database.appUrl,
    MIDCOAST_CONTACT_KEY_SECRET: '5'.repeat(64),
    MIDCOAST_HTTP_PORT: '0',
    MIDCOAST_METRICS_PORT: '0',
    MIDCOAST_LOG_LEVEL: 'error',
  });
  const first = await makeFirstAccount({
    ownerDatabaseUrl: database.ownerUrl,
    databaseUrl: database.appUrl,
    accountName: 'Test',
    user: 'admin@test.example',
  });
  if (first === undefined) throw new Error('the template holds an account');
  const app = await startApp(config, openLog('app', config.logLevel));
  const url = `http://127.0.0.1:${app.httpPort}`;
  const ask = asker(url, first.apiKey);
  return {
    url,
    metricsUrl: `http://127.0.0.1:${app.metricsPort}/metrics`,
    superuserUrl: database.superuserUrl,
    account: first.accountId,
    apiKey: first.apiKey,
    user: first.user,
    password: first.password,
    ask,
    ...makers(ask),
    stop: async () => {
      await app.stop();
      await database.drop();
    },
  };
}

function asker(url: string, apiKey: string): TestService['ask'] {
  return async (method, path, options = {}) => {
    const { as = apiKey, body, headers } = options;
    const response = await fetch(new URL(path, url), {
      method,
      headers: {
        ...credentials(as),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = /json/.test(response.headers.get('content-type') ?? '');
    return {
      status: response.status,
      headers: response.headers,
      text,
      json: isJson && text !== '' ? JSON.parse(text) : undefined,
    };
  };
}

function credentials(as: string | Person): Record<string, string> {
  if (as === 'nobody') return {};
  if (typeof as === 'string') return { authorization: `Bearer ${as}` };
  return { cookie: as.cookie, 'x-csrf-token': as.csrfToken };
}

let people = 0;

function makers(ask: TestService['ask']): Pick<TestService, 'makeAccount' | 'makeKey' | 'signIn'> {
  return {
    makeAccount: async (name) => {
      const { json } = await ask('POST', '/v1/accounts', { body: { name } });
      return { account: json.account.id, apiKey: json.apiKey };
    },
    makeKey: async (scopes, ratePerSecond) => {
      const { json } = await ask('POST', '/v1/api-keys', { body: { name: 'test', scopes, ratePerSecond } });
      return json.apiKey;
    },
    signIn: async (role) => {
      const email = `${role}${(people += 1)}@test.example`;
      const password = 'a password of some length';
      const made = await ask('POST', '/v1/users', { body: { email, name: role, role, password } });
      const { headers, json } = await ask('POST', '/v1/session', { as: 'nobody', body: { email, password } });
      return {
        id: made.json.id,
        cookie: headers.get('set-cookie')?.split(';')[0] ?? '',
        csrfToken: json.csrfToken,
      };
    },
  };
}
