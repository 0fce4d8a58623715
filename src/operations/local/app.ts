import { get } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { drainSeconds, probes } from '../../service/contract.ts';
import { Failure } from '../failure.ts';
import { keepRunning, type KeptPart, type Part } from './kept-part.ts';
import { spawnService, type ServiceEnd, type LocalService } from './service-process.ts';

/** The process `app`, as a part that can be kept running. */
export type AppPart = Part & {
  readonly pid: number;
  readonly httpPort: number;
  readonly metricsPort: number;
};

/** More than the app gives itself to finish requests. */
const stopPatienceMs = (drainSeconds + 2) * 1000;
const readyPatienceMs = 30_000;
const lookEveryMs = 10;

/** Starts `app` and keeps it running, always on the ports of its first start. */
export async function keepApp(
  service: LocalService,
  signal: AbortSignal,
  say: (line: string) => void,
): Promise<KeptPart<AppPart>> {
  const first = await startApp(service, signal);
  const settings = { ...service.settings, MIDCOAST_METRICS_PORT: String(first.metricsPort) };
  return keepRunning(first, {
    name: 'the service',
    say,
    start: (stopping) => startApp({ ...service, settings }, stopping),
  });
}

/** Waits until the app's readiness probe answers 200. Throws a {@link Failure} when it does not in time. */
export async function waitUntilReady(url: string, signal: AbortSignal): Promise<void> {
  const probe = new URL(probes.readiness.path, url);
  const until = performance.now() + readyPatienceMs;
  let last = await statusOf(probe);
  while (last !== 200) {
    if (performance.now() > until) {
      throw new Failure({
        code: 'not_ready',
        exit: 'outside',
        message: `the service listens, but ${probe.href} answered ${last} for ${readyPatienceMs / 1000} s`,
        facts: { probe: probe.href, status: last },
        next: 'look at what the log of the process app says',
      });
    }
    await wait(lookEveryMs, undefined, { signal });
    last = await statusOf(probe);
  }
}

/**
 * Starts `app` and resolves when it listens. Throws a {@link Failure} with its last words when it ends
 * before, and stops it when the signal aborts.
 */
async function startApp(service: LocalService, signal: AbortSignal): Promise<AppPart> {
  const app = spawnService('app', service);
  const interrupt = () => void app.stop(0);
  signal.addEventListener('abort', interrupt, { once: true });
  try {
    const ready = await app.message('ready');
    return {
      pid: app.pid,
      httpPort: Number(ready['httpPort']),
      metricsPort: Number(ready['metricsPort']),
      ended: app.ended.then(describeEnd),
      stop: (force) => app.stop(stopPatienceMs, force),
    };
  } finally {
    signal.removeEventListener('abort', interrupt);
    signal.throwIfAborted();
  }
}

/** 0 when nobody answers. */
function statusOf(url: URL): Promise<number> {
  return new Promise((resolve) => {
    get(url, { agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    }).once('error', () => resolve(0));
  });
}

function describeEnd({ how, lastWords }: ServiceEnd): string {
  return lastWords === '' ? how : `${how}: ${lastWords}`;
}
