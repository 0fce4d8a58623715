import { formatPosition } from '../connections/position.ts';
import type { Outcome } from '../leads/decision.ts';
import { reasonTexts, type Reason } from '../leads/scoring.ts';

/** An answer to `POST /v1/leads`: `LeadAccepted` or `LeadNotAccepted` of the API, as JSON in ASCII. */
export type LeadAnswer = { readonly status: 200 | 201; readonly json: string };

/**
 * The answer that a decision gives: made of the decision alone, in one order of fields, so that the same
 * decision read back from the database gives the same bytes. Ids, numbers and codes need no escaping.
 */
export function answerOf(outcome: Exclude<Outcome, { kind: 'mismatch' }>, shard: number): LeadAnswer {
  switch (outcome.kind) {
    case 'accepted': {
      const { id, score, reasons, n } = outcome;
      const json =
        `{"id":"${id}","verdict":"accepted","score":${score},"reasons":${inWords(reasons)},` +
        `"position":"${formatPosition({ shard, n })}","receivedAt":"${receivedAt(id).toISOString()}"}`;
      return { status: 201, json };
    }
    case 'duplicate': {
      const { id, duplicateOf, matchedOn } = outcome;
      return { status: 200, json: JSON.stringify({ id, verdict: 'duplicate', duplicateOf, matchedOn }) };
    }
    case 'suppressed': {
      const { id, reasons } = outcome;
      return { status: 200, json: `{"id":"${id}","verdict":"suppressed","reasons":${inWords(reasons)}}` };
    }
  }
}

/** Written once for each list: scoring hands out the same list for the same reasons. */
const written = new WeakMap<readonly Reason[], string>();

function inWords(reasons: readonly Reason[]): string {
  const before = written.get(reasons);
  if (before !== undefined) return before;
  const text = JSON.stringify(reasons.map(({ code, points }) => ({ code, points, text: reasonTexts[code] })))
    // ASCII costs the socket half of what other text does.
    .replaceAll(/[^ -~]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`);
  written.set(reasons, text);
  return text;
}

/** The time in a UUIDv7. */
export function receivedAt(id: string): Date {
  return new Date(Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16));
}
