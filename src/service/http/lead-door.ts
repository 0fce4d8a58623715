import type { Cache } from '../connections/cache.ts';
import type { Metrics } from '../connections/metrics.ts';
import { verdicts } from '../contract.ts';
import { parseLead } from '../leads/candidate.ts';
import type { ContactKeys } from '../leads/contact.ts';
import type { Arrival } from '../leads/decision.ts';
import type { Intake } from '../leads/intake.ts';
import { orderedId } from '../leads/ordered-id.ts';
import type { SourceDirectory } from '../leads/source.ts';
import type { Caller } from './caller.ts';
import { digest, inFlight } from './idempotency.ts';
import { answerOf, type LeadAnswer } from './lead-answer.ts';
import { Refusal, retryAfter } from './problem.ts';

/** What taking a lead needs. */
export type LeadDoorParts = {
  readonly intake: Intake;
  readonly contactKeys: ContactKeys;
  readonly sources: SourceDirectory;
  readonly cache: Cache;
  readonly metrics: Metrics;
  readonly shard: number;
  /** Called after a commit, for those who wait for events. */
  readonly committed: () => void;
};

/** A lead as a request brings it: its JSON, and the bytes that it was read from. */
export type GivenLead = { readonly value: unknown; readonly text: string };

/** The one door for single leads, whichever way their request came. */
export type LeadDoor = {
  /** Resolves after the lead's commit. Rejects with a `Refusal`, or with what the database said. */
  take(caller: Caller, lead: GivenLead, idempotencyKey: string | undefined): Promise<LeadAnswer>;
};

export function openLeadDoor(parts: LeadDoorParts): LeadDoor {
  const running = inFlight();
  const decided = decidedLeads(parts.metrics);
  const take = async (caller: Caller, { value, text }: GivenLead, key: string | undefined) => {
    const parsed = parseLead(value, parts.contactKeys);
    if (parsed.kind === 'rejected')
      throw new Refusal('invalid', 'the lead is not valid', { errors: parsed.faults });
    const { account } = caller;
    const { candidate } = parsed;
    const sourceId = parts.sources.idOf(account, candidate.sourceName);
    const arrival: Arrival = {
      account,
      sourceId: typeof sourceId === 'string' ? sourceId : await sourceId,
      id: orderedId(),
      candidate,
      ...(key === undefined ? {} : { idempotency: { key, bodyHash: digest(text) } }),
    };
    const outcome = await parts.intake.take(arrival);
    if (outcome.kind === 'mismatch') {
      throw new Refusal('idempotency_mismatch', 'send another key with another body');
    }
    if (outcome.id === arrival.id) {
      decided(outcome.kind);
      parts.committed();
    }
    return answerOf(outcome, parts.shard);
  };
  return {
    take: async (caller, lead, idempotencyKey) => {
      await holdToRate(parts.cache, caller);
      if (idempotencyKey === undefined) return take(caller, lead, undefined);
      const key = digest(caller.actor, idempotencyKey);
      return running.once(`${caller.account}:${key}`, () => take(caller, lead, key));
    },
  };
}

/** Counts leads by verdict; the series is set when it is asked for, not with every lead. */
function decidedLeads(metrics: Metrics): (verdict: 'accepted' | 'duplicate' | 'suppressed') => void {
  const counts = { accepted: 0, duplicate: 0, suppressed: 0 };
  metrics.beforeScrape(() => {
    for (const verdict of verdicts) {
      const count = counts[verdict];
      if (count > 0) metrics.count('midcoast_leads_total', { verdict, door: 'api' }, count);
    }
    Object.assign(counts, { accepted: 0, duplicate: 0, suppressed: 0 });
  });
  return (verdict) => {
    counts[verdict] += 1;
  };
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
