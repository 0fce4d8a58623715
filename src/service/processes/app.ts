import type { AddressInfo } from 'node:net';
import type { Config } from '../config.ts';
import type { Log } from '../connections/log.ts';
import { openConsole } from '../console-files.ts';
import { drainSeconds } from '../contract.ts';
import { readGauges } from '../gauges.ts';
import { frameOf } from '../http/event-stream.ts';
import { liveTail } from '../http/live-tail.ts';
import { openMetricsServer } from '../http/metrics-server.ts';
import { registerRoutes } from '../http/routes.ts';
import type { Readiness } from '../http/routes/health-routes.ts';
import { openServer } from '../http/server.ts';
import { unhurriedClose } from '../http/unhurried-close.ts';
import { keepLeaderboard } from '../leads/leaderboard.ts';
import { openService } from '../service.ts';
import type { Run } from './run.ts';
import { toldToStop } from './stopping.ts';

/**
 * The HTTP API and the console. It listens once the database answers; told to stop, it says so to the load
 * balancer, finishes what it took, and goes.
 */
export const runApp: Run = async (config, log) => {
  const stop = toldToStop();
  const app = await startApp(config, log);
  log.info({ port: app.httpPort, metricsPort: app.metricsPort }, 'listening');
  process.send?.({ type: 'ready', httpPort: app.httpPort, metricsPort: app.metricsPort });
  log.info({ why: await stop }, 'stopping');
  setTimeout(() => process.exit(1), drainSeconds * 1000).unref();
  await app.stop();
  log.info('stopped');
};

export type RunningApp = {
  readonly httpPort: number;
  readonly metricsPort: number;
  /** Takes no more, answers what was taken, ends the streams. */
  stop(): Promise<void>;
};

/** Opens the service and listens. */
export async function startApp(config: Config, log: Log): Promise<RunningApp> {
  const [service, console] = await Promise.all([openService(config), openConsole()]);
  const tail = liveTail(service.events, frameOf);
  const leaderboard = keepLeaderboard(service);
  readGauges(service, tail);
  const readiness: Readiness = { stopping: false };
  const app = await openServer({
    log,
    metrics: service.metrics,
    behindProxy: config.environment !== 'local',
  });
  const close = unhurriedClose(app);
  registerRoutes(app, { config, log, service, tail, readiness, console });
  await app.listen({ host: config.httpHost, port: config.httpPort });
  const metrics = await openMetricsServer(service.metrics, config.httpHost, config.metricsPort);
  return {
    httpPort: (app.server.address() as AddressInfo).port,
    metricsPort: metrics.port,
    stop: async () => {
      readiness.stopping = true;
      await tail.close();
      await close();
      await leaderboard.stop();
      await metrics.close();
      await service.close();
    },
  };
}
