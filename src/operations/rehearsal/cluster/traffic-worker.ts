import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parentPort, workerData } from 'node:worker_threads';
import { newestHeader } from '../../../platform/midcoast.ts';
import { scriptedTraffic, type Picture, type TrafficScript } from './scripted-traffic.ts';

/**
 * The requests of one stand, and the page on which Prometheus reads them, in a thread of its own: a rehearsal that
 * computes something for some seconds must not look like pods that fell silent. A request with the header of a deploy's
 * own is one more of them.
 */
const traffic = scriptedTraffic(workerData as TrafficScript);
parentPort?.on('message', (picture: Picture) => traffic.see(picture));
const server = createServer(({ headers }, response) => {
  if (headers[newestHeader.name] === newestHeader.value) {
    return response.writeHead(traffic.askNewest() ? 200 : 503).end('{}');
  }
  return response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4' }).end(traffic.text());
});
server.listen({ host: '127.0.0.1', port: 0 });
await once(server, 'listening');
parentPort?.postMessage((server.address() as AddressInfo).port);
