import { readFileSync } from 'node:fs';
import type { FastifyInstance } from 'fastify';
import { openApiKeys } from '../accounts/api-key.ts';
import { openSessions } from '../accounts/session.ts';
import { openSignIn } from '../accounts/sign-in.ts';
import type { Config } from '../config.ts';
import type { Log } from '../connections/log.ts';
import type { ConsoleFiles } from '../console/bundle.ts';
import { verdicts } from '../contract.ts';
import type { ImportDoor } from '../imports/import-job.ts';
import type { Service } from '../service.ts';
import { doorkeeper } from './caller.ts';
import type { LiveTail } from './live-tail.ts';
import { openApiDocument } from './openapi.ts';
import { leadLane } from './lead-lane.ts';
import { openLeadDoor } from './lead-door.ts';
import { routerOn } from './routing.ts';
import { accountRoutes } from './routes/account-routes.ts';
import { letFirst } from './server.ts';
import { consoleRoutes } from './routes/console-routes.ts';
import { erasureRoutes } from './routes/erasure-routes.ts';
import { eventRoutes } from './routes/event-routes.ts';
import { healthRoutes, type Readiness } from './routes/health-routes.ts';
import { importRoutes } from './routes/import-routes.ts';
import { intakeRoutes } from './routes/intake-routes.ts';
import { leadRoutes } from './routes/lead-routes.ts';
import { sessionRoutes } from './routes/session-routes.ts';
import { sourceRoutes } from './routes/source-routes.ts';
import { suppressionRoutes } from './routes/suppression-routes.ts';
import { systemRoutes } from './routes/system-routes.ts';
import { userRoutes } from './routes/user-routes.ts';
import { sessionCookie } from './session-cookie.ts';

export type Parts = {
  readonly config: Config;
  readonly log: Log;
  readonly service: Service;
  readonly tail: LiveTail;
  readonly readiness: Readiness;
  readonly console: ConsoleFiles;
};

/** Registers every operation of the API, its document, and the console at every other path. */
export function registerRoutes(
  app: FastifyInstance,
  { config, log, service, tail, readiness, console }: Parts,
): void {
  const { postgres, cache, metrics, events, contactKeys, sources } = service;
  const cookie = sessionCookie(config.environment);
  const keys = openApiKeys(postgres);
  const sessions = openSessions(postgres, cache);
  const guard = doorkeeper(keys, sessions, cookie.name);
  const router = routerOn(app, guard);
  app.addContentTypeParser(['text/csv', 'application/x-ndjson'], (_request, payload, done) =>
    done(null, payload),
  );

  const { intake } = service;
  const leads = openLeadDoor({
    intake,
    contactKeys,
    sources,
    cache,
    metrics,
    shard: 0,
    committed: events.wake,
  });
  intakeRoutes(router, leads);
  letFirst(app, leadLane({ door: leads, doorkeeper: guard, log, metrics, readiness }));
  leadRoutes(router, postgres, contactKeys);
  erasureRoutes(router, postgres, contactKeys);
  suppressionRoutes(router, postgres, contactKeys);
  importRoutes(router, importDoor(service));
  sourceRoutes(router, postgres, cache);
  eventRoutes(router, events, tail);
  accountRoutes(router, postgres, keys);
  userRoutes(router, postgres, sessions);
  sessionRoutes(router, { sessions, signIn: openSignIn(postgres, sessions), cookie, metrics });
  systemRoutes(router, config, service, tail);
  healthRoutes(router, config, postgres, readiness);

  const document = JSON.stringify(openApiDocument());
  app.get('/openapi.json', async (_request, reply) =>
    reply.type('application/json; charset=utf-8').send(document),
  );
  app.get('/problems', async (_request, reply) =>
    reply.type('text/markdown; charset=utf-8').send(problemsPage()),
  );
  consoleRoutes(app, console);
}

/** What each `type` of a problem document leads to. */
function problemsPage(): Buffer {
  return readFileSync(new URL('../../../docs/problems.md', import.meta.url));
}

function importDoor({ postgres, bulk, contactKeys, sources, cache, metrics, events }: Service): ImportDoor {
  return {
    postgres,
    store: bulk,
    contactKeys,
    sources,
    cache,
    committed: (rows) => {
      // Rows that were refused are no leads.
      for (const verdict of verdicts) {
        const count = rows.filter((row) => row.leadId !== undefined && row.verdict === verdict).length;
        if (count > 0) metrics.count('midcoast_leads_total', { verdict, door: 'import' }, count);
      }
      events.wake();
    },
  };
}
