import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { probes } from '../contract.ts';
import type { Metrics } from '../connections/metrics.ts';

export type MetricsServer = { readonly port: number; close(): Promise<void> };

/** `/metrics` alone, on a port of its own that no load balancer reaches. */
export async function openMetricsServer(
  metrics: Metrics,
  host: string,
  port: number,
): Promise<MetricsServer> {
  const server = createServer((request, response) => {
    if (request.method !== 'GET' || request.url !== probes.metrics.path) {
      response.writeHead(404).end();
      return;
    }
    metrics.scrape().then(
      (text) => response.writeHead(200, { 'content-type': metrics.contentType }).end(text),
      () => response.writeHead(500).end(),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, host, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
