import type { Config } from '../../config.ts';
import type { Postgres } from '../../connections/postgres.ts';
import { getLivez, getReadyz, getVersion } from '../api/system-api.ts';
import { versionOfService } from '../openapi.ts';
import { Refusal, retryAfter } from '../problem.ts';
import type { Router } from '../routing.ts';

/** Whether this process should be sent requests. */
export type Readiness = { stopping: boolean };

const alive = { status: 'ok' } as const;

/** Milliseconds that the database has to say that it is there. */
const patienceMs = 2_000;

/** Probes, and what runs here. Liveness looks at the process alone: a restart mends no database. */
export function healthRoutes(router: Router, config: Config, postgres: Postgres, readiness: Readiness): void {
  const version = { version: versionOfService(), commit: config.commit, environment: config.environment };
  router.on(getLivez, async () => alive);
  router.on(getReadyz, async () => {
    if (readiness.stopping)
      throw new Refusal('stopping', 'another process answers', { headers: retryAfter(1) });
    await answersInTime(postgres);
    return alive;
  });
  router.on(getVersion, async () => version);
}

async function answersInTime(postgres: Postgres): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () =>
        reject(new Refusal('database_unreachable', 'the database took too long', { headers: retryAfter(1) })),
      patienceMs,
    );
  });
  try {
    await Promise.race([postgres.pool.query('select 1'), late]);
  } finally {
    clearTimeout(timer);
  }
}
