import type { ContactKind } from './contact.ts';
import type { Outcome } from './decision.ts';
import type { Reason } from './scoring.ts';

/** A decision as its lead's row keeps it. */
export type StoredDecision = {
  id: string;
  verdict: 'accepted' | 'duplicate' | 'suppressed';
  duplicate_of: string | null;
  matched_on: ContactKind[] | null;
  score: number | null;
  reasons: Reason[];
  position: string;
};

/** The outcome that was answered when the lead came. */
export function storedOutcome(row: StoredDecision): Outcome {
  const n = BigInt(row.position);
  switch (row.verdict) {
    case 'accepted':
      return { kind: 'accepted', id: row.id, score: row.score ?? 0, reasons: row.reasons, n };
    case 'duplicate':
      return {
        kind: 'duplicate',
        id: row.id,
        duplicateOf: row.duplicate_of ?? '',
        matchedOn: row.matched_on ?? [],
        n,
      };
    case 'suppressed':
      return { kind: 'suppressed', id: row.id, reasons: row.reasons, n };
  }
}
