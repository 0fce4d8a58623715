import type { Config } from '../../config.ts';
import type { Events } from '../../connections/events.ts';
import { formatPosition } from '../../connections/position.ts';
import type { Service } from '../../service.ts';
import { getSystem, type SystemView } from '../api/system-api.ts';
import type { LiveTail } from '../live-tail.ts';
import { versionOfService } from '../openapi.ts';
import type { Router } from '../routing.ts';

/** Seconds that a reader may be behind before it deserves a look, and before it is bad. */
const lagLimits = { attention: 10, bad: 120 } as const;

/** Leads that may wait for a transaction before it deserves a look. */
const waitingLimit = 1_000;

/** `GET /v1/system`: whether every part is well, and how far behind each reader is. */
export function systemRoutes(router: Router, config: Config, service: Service, tail: LiveTail): void {
  const startedAt = new Date().toISOString();
  router.on(getSystem, async () => {
    const [newest, lags] = await Promise.all([service.events.newest(), service.events.lags()]);
    return {
      version: versionOfService(),
      commit: config.commit,
      environment: config.environment,
      startedAt,
      now: new Date().toISOString(),
      position: formatPosition(newest),
      parts: partsOf(service, lags, tail),
      readers: lags.map((lag) => ({
        group: lag.group,
        position: formatPosition(lag.position),
        lagEvents: lag.events,
        lagSeconds: Math.round(lag.seconds * 10) / 10,
      })),
      pools: poolsOf(service),
      recoveryProvedAt: null,
    };
  });
}

type Part = SystemView['parts'][number];

function partsOf(service: Service, lags: Awaited<ReturnType<Events['lags']>>, tail: LiveTail): Part[] {
  const waiting = service.intake.waiting();
  return [
    {
      name: 'Database',
      state: 'good',
      detail: 'PostgreSQL answers; every lead is on disk before it is answered',
    },
    {
      name: 'Intake',
      state: waiting > waitingLimit ? 'attention' : 'good',
      detail: waiting === 0 ? 'no lead waits' : `${waiting} leads wait for a transaction`,
    },
    ...lags.map((lag): Part => ({
      name: `Reader «${lag.group}»`,
      state: lag.seconds > lagLimits.bad ? 'bad' : lag.seconds > lagLimits.attention ? 'attention' : 'good',
      detail: lag.events === 0 ? 'at the end of the log' : `${lag.events} events behind`,
    })),
    {
      name: 'Live events',
      state: 'good',
      detail: tail.size() === 1 ? '1 stream is open' : `${tail.size()} streams are open`,
    },
    { name: 'Cache', state: 'good', detail: 'in this process’s memory' },
  ];
}

function poolsOf(service: Service): SystemView['pools'] {
  const { frontFlights, bulkFlights } = service;
  return [
    { name: 'requests', ...service.postgres.load() },
    ...[
      { name: 'intake', flights: frontFlights, waiting: service.intake.waiting() },
      { name: 'imports', flights: bulkFlights, waiting: bulkFlights.waiting() },
    ].map(({ name, flights, waiting }) => ({
      name,
      size: flights.size,
      busy: flights.busy(),
      idle: flights.size - flights.busy(),
      waiting,
    })),
  ];
}
