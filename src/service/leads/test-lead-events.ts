import type { Event } from '../connections/events.ts';
import type { EventType } from '../contract.ts';
import type { LeadDatabase } from './test-lead-database.ts';

/** The events of an account as a consumer is handed them, in order. */
export async function leadEvents({ superuser }: LeadDatabase, account: string): Promise<Event[]> {
  const { rows } = await superuser.query<{
    position: string;
    id: string;
    type: EventType;
    time: Date;
    subject: string;
    data: Record<string, unknown>;
  }>(
    `select position, id, type, uuid_extract_timestamp(id) as time, subject, data from outbox
     where account_id = $1 and type like 'lead.%' order by position`,
    [account],
  );
  return rows.map((row) => ({ ...row, account, position: { shard: 0, n: BigInt(row.position) } }));
}
