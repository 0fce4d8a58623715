import type { Event } from '../connections/events.ts';
import type { EventType } from '../contract.ts';
import {
  arrivalOf,
  newSource,
  type Door,
  type LeadDatabase,
  type TestAccount,
} from './test-lead-database.ts';

/** The events of an account as a consumer is handed them: in order, and settled. */
export async function leadEvents({ superuser }: LeadDatabase, account: string): Promise<Event[]> {
  for (let settled = false; !settled;) {
    const { rows } = await superuser.query<{ settled: boolean }>(
      'select coalesce(max(position) < settled_position(), true) as settled from outbox where account_id = $1',
      [account],
    );
    settled = rows[0]?.settled === true;
  }
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

/** Some leads of some sources, some of them repeats, over two days; answers their events. */
export async function fillAccount(
  database: LeadDatabase,
  door: Door,
  account: TestAccount,
  sources: number,
  leads: number,
): Promise<Event[]> {
  const ids = [account.sourceId];
  for (let index = 1; index < sources; index += 1) {
    ids.push(await newSource(database.postgres, account.account, `Source ${index}`));
  }
  await door.store(
    Array.from({ length: leads }, (_, index) => ({
      ...arrivalOf(
        account,
        { email: `l${(index * 7) % (leads - 5)}@lee.example`, company: index % 3 === 0 ? 'Lee' : null },
        { daysAgo: (index % 5) * 0.4 },
      ),
      sourceId: ids[(index * index) % sources] ?? account.sourceId,
    })),
  );
  return leadEvents(database, account.account);
}
