import type { AddressInfo } from 'node:net';
import { bundleConsole } from '../console/bundle.ts';
import { drainSeconds } from '../contract.ts';
import { openServer } from '../http/server.ts';
import { registerRoutes } from '../http/routes.ts';
import type { Readiness } from '../http/routes/health-routes.ts';
import { consoleRoutes } from '../http/routes/console-routes.ts';
import { liveTail } from '../http/live-tail.ts';
import { frameOf } from '../http/event-stream.ts';
import { openMetricsServer } from '../http/metrics-server.ts';
import { openService } from '../service.ts';
import type { Run } from './run.ts';
import { toldToStop } from './stopping.ts';

/**
 * The HTTP API and the console. It listens once the database answers; told to stop, it says so to the load
 * balancer, finishes what it took, and goes.
 */
export const runApp: Run = async (config, log) => {
  const stop = toldToStop();
  const bundling = bundleConsole();
  const service = await openService(config);
  const tail = liveTail(service.events, frameOf);
  const readiness: Readiness = { stopping: false };
  const app = await openServer({ log, metrics: service.metrics, behindProxy: config.environment !== 'local' });
  registerRoutes(app, { config, service, tail, readiness });
  consoleRoutes(app, await bundling);
  await app.listen({ host: config.httpHost, port: config.httpPort });
  const metrics = await openMetricsServer(service.metrics, config.httpHost, config.metricsPort);
  const { port } = app.server.address() as AddressInfo;
  log.info({ port, metricsPort: metrics.port }, 'listening');
  process.send?.({ type: 'ready', httpPort: port, metricsPort: metrics.port });

  log.info({ why: await stop }, 'stopping');
  readiness.stopping = true;
  setTimeout(() => process.exit(1), drainSeconds * 1000).unref();
  await tail.close();
  await app.close();
  await metrics.close();
  await service.close();
  log.info('stopped');
};
