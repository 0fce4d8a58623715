import { v7 } from 'uuid';
import type { Cache } from '../../connections/cache.ts';
import type { Metrics } from '../../connections/metrics.ts';
import { parseLead } from '../../leads/candidate.ts';
import type { ContactKeys } from '../../leads/contact.ts';
import type { Arrival } from '../../leads/decision.ts';
import type { Intake } from '../../leads/intake.ts';
import { leadLimits } from '../../leads/lead-input.ts';
import type { SourceDirectory } from '../../leads/source.ts';
import { postLead } from '../api/lead-api.ts';
import type { Caller } from '../caller.ts';
import { digest, inFlight } from '../idempotency.ts';
import { textOf } from '../json-body.ts';
import { answerOf } from '../lead-answer.ts';
import { Refusal, retryAfter } from '../problem.ts';
import type { Call, Router } from '../routing.ts';

/** What taking a lead needs. */
export type IntakeDoor = {
  readonly intake: Intake;
  readonly contactKeys: ContactKeys;
  readonly sources: SourceDirectory;
  readonly cache: Cache;
  readonly metrics: Metrics;
  readonly shard: number;
  /** Called after a commit, for those who wait for events. */
  readonly committed: () => void;
};

/** `POST /v1/leads`: the hot path. */
export function intakeRoutes(router: Router, door: IntakeDoor): void {
  const running = inFlight();
  router.on(
    postLead,
    async (call) => {
      await holdToRate(door.cache, call.caller);
      const key = call.headers['idempotency-key'];
      if (key === undefined) return takeLead(door, call, undefined);
      const used = digest(call.caller.actor, key);
      return running.once(`${call.caller.account}:${used}`, () => takeLead(door, call, used));
    },
    { bodyLimit: leadLimits.bytes, checksBody: true },
  );
}

async function takeLead(door: IntakeDoor, call: Call<typeof postLead>, key: string | undefined) {
  const parsed = parseLead(call.body, door.contactKeys);
  if (parsed.kind === 'rejected')
    throw new Refusal('invalid', 'the lead is not valid', { errors: parsed.faults });
  const { account } = call.caller;
  const arrival: Arrival = {
    account,
    sourceId: await door.sources.idOf(account, parsed.candidate.sourceName),
    id: v7(),
    candidate: parsed.candidate,
    ...(key === undefined ? {} : { idempotency: { key, bodyHash: digest(textOf(call.request)) } }),
  };
  const outcome = await door.intake.take(arrival);
  if (outcome.kind === 'mismatch') {
    throw new Refusal('idempotency_mismatch', 'send another key with another body');
  }
  if (outcome.id === arrival.id) {
    door.metrics.count('midcoast_leads_total', { verdict: outcome.kind, door: 'api' });
    door.committed();
  }
  const { status, body } = answerOf(outcome, door.shard);
  call.reply.code(status);
  return body;
}

async function holdToRate(cache: Cache, caller: Caller): Promise<void> {
  const { ratePerSecond } = caller;
  const taken = await cache.take(
    `leads:${caller.actor}`,
    { perSecond: ratePerSecond, burst: ratePerSecond },
    1,
  );
  if (taken.allowed) return;
  throw new Refusal('rate_limited', `this key may give ${ratePerSecond} leads a second`, {
    headers: retryAfter(taken.retryAfterSeconds),
  });
}
