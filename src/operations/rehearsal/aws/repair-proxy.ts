import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import type { AddressInfo } from 'node:net';
import { readCall, type AwsAnswer, type AwsCall } from './aws-call.ts';

/** One fault of the emulator that is mended on the way. */
export type Repair = {
  /** The signing name of the service. */
  readonly service: string;
  /** The operation's name, or what `METHOD /path` looks like. */
  readonly operation: string | RegExp;
  /** Answers in the emulator's stead; `ask` puts a call to the emulator, this one or another. */
  readonly answer: (call: AwsCall, ask: Ask) => Promise<AwsAnswer>;
};

export type Ask = (call: AwsCall) => Promise<AwsAnswer>;

/** What has passed: how often each operation was asked, and what was answered otherwise than in order. */
export type Traffic = {
  readonly calls: ReadonlyMap<string, number>;
  readonly refused: readonly Refusal[];
  /** The bodies of each operation that is kept, in the order in which they came. */
  readonly sent: ReadonlyMap<string, readonly string[]>;
};

export type Refusal = {
  readonly service: string;
  readonly operation: string;
  readonly status: number;
  readonly answer: string;
};

export type RepairProxy = {
  readonly url: string;
  readonly traffic: Traffic;
  readonly close: () => Promise<void>;
};

export type RepairedEmulator = { readonly ask: Ask; readonly repairs: readonly Repair[] };

/** Operations that carry a protection which no emulator tells again: what was sent is the proof. */
const keptOperations: readonly RegExp[] = [
  /^rds StartDBInstanceAutomatedBackupsReplication$/,
  // Without its value, which comes in a call of its own.
  /^secretsmanager CreateSecret$/,
  /^kms EnableKeyRotation$/,
  /^codebuild CreateWebhook$/,
  /^backup PUT \/restore-testing\/plans$/,
  /^backup PUT \/restore-testing\/plans\/[^/]+\/selections$/,
];

/** So much of a refusal is kept for the report. */
const keptCharacters = 400;

/**
 * Stands between Terraform's provider and the emulator, on loopback both. Everything passes untouched but what
 * the table of repairs names.
 */
export async function startRepairProxy({ ask, repairs }: RepairedEmulator): Promise<RepairProxy> {
  const calls = new Map<string, number>();
  const refused: Refusal[] = [];
  const sent = new Map<string, readonly string[]>();

  /** What a repair asks goes through those that stand after it. */
  function through(call: AwsCall, from: number): Promise<AwsAnswer> {
    const at = repairs.findIndex((one, index) => index >= from && fits(one, call));
    const repair = repairs[at];
    return repair === undefined ? ask(call) : repair.answer(call, (next) => through(next, at + 1));
  }

  async function serve(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const { method = 'GET', url: path = '/', headers } = incoming;
    const body = await buffer(incoming);
    const place = placeOf(path);
    if (place === undefined) {
      refused.push({ service: path, operation: method, status: 403, answer: 'not of this machine' });
      outgoing.writeHead(403).end();
      return;
    }
    const call = readCall({ method, path: place, headers, body });
    const name = `${call.service} ${call.operation}`;
    calls.set(name, (calls.get(name) ?? 0) + 1);
    if (keptOperations.some((kept) => kept.test(name))) {
      sent.set(name, [...(sent.get(name) ?? []), call.body.toString('utf8')]);
    }
    const answer = await through(call, 0);
    if (answer.status >= 400) {
      const text = answer.body.toString('utf8').slice(0, keptCharacters);
      refused.push({ service: call.service, operation: call.operation, status: answer.status, answer: text });
    }
    const { 'transfer-encoding': _, connection: __, ...rest } = answer.headers;
    const length = method === 'HEAD' ? {} : { 'content-length': String(answer.body.byteLength) };
    // The provider asks again, for minutes, after a fault of the server; a fault of an emulator stays what it is.
    const status = answer.status >= 500 ? 400 : answer.status;
    outgoing.writeHead(status, { ...(rest as Record<string, string>), ...length }).end(answer.body);
  }

  const server = createServer((incoming, outgoing) => {
    serve(incoming, outgoing).catch((error: unknown) => {
      // The emulator has gone: the provider's own retries and the end of the run tell the rest.
      outgoing.destroy(error instanceof Error ? error : undefined);
    });
  });
  await new Promise<void>((resolve) => server.listen({ host: '127.0.0.1', port: 0 }, resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    traffic: { calls, refused, sent },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function fits({ service, operation }: Repair, call: AwsCall): boolean {
  if (service !== call.service) return false;
  return typeof operation === 'string' ? operation === call.operation : operation.test(call.operation);
}

/**
 * The path that is asked for. The provider sends even what it addresses to `<account>.127.0.0.1` here, as to a
 * proxy, with a whole address for a path; undefined for one that is not of this machine.
 */
function placeOf(path: string): string | undefined {
  if (path.startsWith('/')) return path;
  // No URL to JavaScript: a name that ends in numbers must be an address there.
  return /^http:\/\/(?:\d+\.)?127\.0\.0\.1(?::\d+)?(\/.*)$/.exec(path)?.[1];
}
