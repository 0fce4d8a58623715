import { formatPosition } from '../connections/position.ts';
import type { Outcome } from '../leads/decision.ts';
import { reasonTexts, type Reason } from '../leads/scoring.ts';
import type { Static } from 'typebox';
import type { LeadAccepted, LeadNotAccepted } from './api/lead-api.ts';

/** An answer to `POST /v1/leads`. */
export type LeadAnswer =
  | { readonly status: 201; readonly body: Static<typeof LeadAccepted> }
  | { readonly status: 200; readonly body: Static<typeof LeadNotAccepted> };

/**
 * The answer that a decision gives: made of the decision alone, in one order of fields, so that the same
 * decision read back from the database gives the same bytes.
 */
export function answerOf(outcome: Exclude<Outcome, { kind: 'mismatch' }>, shard: number): LeadAnswer {
  switch (outcome.kind) {
    case 'accepted':
      return {
        status: 201,
        body: {
          id: outcome.id,
          verdict: 'accepted',
          score: outcome.score,
          reasons: outcome.reasons.map(inWords),
          position: formatPosition({ shard, n: outcome.n }),
          receivedAt: receivedAt(outcome.id).toISOString(),
        },
      };
    case 'duplicate':
      return {
        status: 200,
        body: {
          id: outcome.id,
          verdict: 'duplicate',
          duplicateOf: outcome.duplicateOf,
          matchedOn: [...outcome.matchedOn],
        },
      };
    case 'suppressed':
      return {
        status: 200,
        body: { id: outcome.id, verdict: 'suppressed', reasons: outcome.reasons.map(inWords) },
      };
  }
}

function inWords({ code, points }: Reason): { code: string; points: number; text: string } {
  return { code, points, text: reasonTexts[code] };
}

/** The time in a UUIDv7. */
export function receivedAt(id: string): Date {
  return new Date(Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16));
}
