import { v7 } from 'uuid';
import type { Transaction } from '../connections/postgres.ts';
import type { EventType } from '../contract.ts';

/** An event to publish: ids, verdicts and codes, never personal data. */
export type NewEvent = {
  readonly account: string;
  readonly type: EventType;
  readonly subject: string | null;
  readonly data: Readonly<Record<string, unknown>>;
};

/**
 * Publishes events with the transaction that they tell of. Each stands after what the transaction has
 * published before; two calls in one transaction are counted on by `from`.
 */
export async function appendEvents(
  transaction: Transaction,
  events: readonly NewEvent[],
  from = 0,
): Promise<void> {
  if (events.length === 0) return;
  await transaction.query({
    name: 'append-events',
    text: `insert into outbox (account_id, position, id, type, subject, data)
      select account, position_of(pg_current_xact_id()) + ordinal - 1 + $5, id, type, subject, data
      from rows from (unnest($1::uuid[], $2::uuid[], $3::text[], $4::uuid[]), json_array_elements($6::json))
        with ordinality as given (account, id, type, subject, data, ordinal)`,
    values: [
      events.map((event) => event.account),
      events.map(() => v7()),
      events.map((event) => event.type),
      events.map((event) => event.subject),
      from,
      JSON.stringify(events.map((event) => event.data)),
    ],
  });
}
