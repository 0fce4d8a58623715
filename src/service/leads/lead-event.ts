import type { Outcome } from './decision.ts';

/** The data of a lead's first event, as JSON: ids and numbers, which need no escaping. */
export function eventData(sourceId: string, outcome: Exclude<Outcome, { kind: 'mismatch' }>): string {
  switch (outcome.kind) {
    case 'accepted':
      return acceptedData(sourceId, outcome.score);
    case 'duplicate':
      return `{"sourceId":"${sourceId}","duplicateOf":"${outcome.duplicateOf}"}`;
    case 'suppressed':
      return `{"sourceId":"${sourceId}"}`;
  }
}

/** As `eventData`, of a lead that is accepted. */
export function acceptedData(sourceId: string, score: number): string {
  return `{"sourceId":"${sourceId}","score":${score}}`;
}
