import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { newestHeader } from '../../../platform/midcoast.ts';
import { probes } from '../../../service/contract.ts';
import { digestOf } from '../../kubernetes/pod.ts';
import { sharesOf, type Picture } from './scripted-traffic.ts';

/** Where a deploy asks the version, on this machine: it answers as the pods would that the routes lead to. */
export type FrontDoor = {
  readonly url: string;
  /** From now on the cluster is so. */
  readonly see: (picture: Picture) => void;
  /** From now on this version says that it is another one, as a cache or a forgotten load balancer would have it. */
  readonly mistake: (digest: string) => void;
  /** Digests that were asked for their version, each once in a row. */
  readonly asked: () => readonly string[];
  readonly stop: () => Promise<void>;
};

/** The commit that an image of the rehearsal was built of. */
export function commitOf(digest: string): string {
  return digest.slice('sha256:'.length).slice(0, 40);
}

const otherCommit = 'f'.repeat(40);

/** Requests with the header of a deploy’s own are handed on to `newest`, where there is such an address. */
export async function openFrontDoor(newest: string | undefined): Promise<FrontDoor> {
  let picture: Picture = { routes: [], services: [], pods: [] };
  const mistaken = new Set<string>();
  const asked: string[] = [];
  let turn = 0;
  /** One request after another asks one pod after another. */
  function whoAnswers(): string | undefined {
    const pods = [...sharesOf(picture).shares].filter(([, share]) => share > 0).map(([pod]) => pod);
    turn += 1;
    const pod = pods[turn % Math.max(pods.length, 1)];
    return pod && digestOf(pod);
  }
  const server = createServer(({ url, headers }, response) => {
    if (newest !== undefined && headers[newestHeader.name] === newestHeader.value) {
      return void handOn(newest, response);
    }
    const digest = whoAnswers();
    if (digest === undefined) return response.writeHead(503).end();
    if (url === probes.readiness.path) return response.writeHead(200).end();
    if (url !== '/v1/version') return response.writeHead(404).end();
    if (asked.at(-1) !== digest) asked.push(digest);
    const commit = mistaken.has(digest) ? otherCommit : commitOf(digest);
    return response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ commit }));
  });
  server.listen({ host: '127.0.0.1', port: 0 });
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    see(next) {
      picture = next;
    },
    mistake: (digest) => mistaken.add(digest),
    asked: () => asked,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function handOn(address: string, response: ServerResponse): Promise<void> {
  const headers = { [newestHeader.name]: newestHeader.value };
  const { status } = await fetch(address, { headers }).catch(() => ({ status: 503 }));
  response.writeHead(status).end();
}
