import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parentPort, workerData } from 'node:worker_threads';
import { scriptedTraffic, type Picture, type TrafficScript } from './scripted-traffic.ts';

/**
 * The requests of one stand, and the page on which Prometheus reads them, in a thread of its own: a rehearsal that
 * computes something for some seconds must not look like pods that fell silent.
 */
const traffic = scriptedTraffic(workerData as TrafficScript);
parentPort?.on('message', (picture: Picture) => traffic.see(picture));
const server = createServer((_, response) => {
  response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4' }).end(traffic.text());
});
server.listen({ host: '127.0.0.1', port: 0 });
await once(server, 'listening');
parentPort?.postMessage((server.address() as AddressInfo).port);
