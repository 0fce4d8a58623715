import type { Event } from '../connections/events.ts';
import type { Transaction } from '../connections/postgres.ts';
import type { SourceTally } from './leaderboard-window.ts';

/** Events that are counted. */
export const talliedTypes = ['lead.accepted', 'lead.duplicate', 'lead.suppressed'] as const;

/**
 * Counts events by source and hour of receipt, in their order, each once however often it is handed over: a
 * row remembers the last event that it counted. The accounts are held until the transaction ends. Counted here
 * and not by the database: under load there are thousands of events a second, of a few sources.
 */
export async function countEvents(transaction: Transaction, events: readonly Event[]): Promise<void> {
  const counted = events.filter((event) => (talliedTypes as readonly string[]).includes(event.type));
  if (counted.length === 0) return;
  await holdTallies(transaction, [...new Set(counted.map((event) => event.account))]);
  const groups = [...Map.groupBy(counted, (event) => rowOf(event)).values()];
  const before = await lastCounted(transaction, groups);
  const sums = groups
    .map((group) => {
      const last = before.get(rowOf(group[0])) ?? -1n;
      return sumOf(group.filter(({ position }) => position.n > last));
    })
    .filter((sum) => sum !== undefined);
  await transaction.query({
    name: 'count-events',
    text: `insert into source_tallies as held (account_id, source_id, hour, accepted, duplicate, suppressed, points, position)
      select * from unnest($1::uuid[], $2::uuid[], $3::timestamptz[], $4::bigint[], $5::bigint[], $6::bigint[], $7::bigint[], $8::bigint[])
      ${adding}`,
    values: (
      ['account', 'source', 'hour', 'accepted', 'duplicate', 'suppressed', 'points', 'position'] as const
    ).map((column) => sums.map((sum) => sum[column])),
  });
}

/** The row that an event is counted in. */
function rowOf(event: Event | undefined): string {
  return event === undefined ? '' : `${event.account} ${String(event.data['sourceId'])} ${hourOf(event)}`;
}

/** Milliseconds. */
function hourOf({ time }: Event): number {
  return Math.floor(time.getTime() / hourMilliseconds) * hourMilliseconds;
}

const hourMilliseconds = 3_600_000;

/** By row, the last event that was counted in it. */
async function lastCounted(
  transaction: Transaction,
  groups: readonly (readonly Event[])[],
): Promise<ReadonlyMap<string, bigint>> {
  const rows = groups.flatMap(([first]) => (first === undefined ? [] : [first]));
  const { rows: found } = await transaction.query<{ ordinal: string; position: string }>({
    name: 'last-counted',
    text: `select ordinal, position from source_tallies
      join unnest($1::uuid[], $2::uuid[], $3::timestamptz[]) with ordinality as given (account_id, source_id, hour, ordinal)
        using (account_id, source_id, hour)`,
    values: [
      rows.map((event) => event.account),
      rows.map((event) => event.data['sourceId']),
      rows.map((event) => new Date(hourOf(event)).toISOString()),
    ],
  });
  return new Map(found.map(({ ordinal, position }) => [rowOf(rows[Number(ordinal) - 1]), BigInt(position)]));
}

/** What events of one row add to it; undefined where there are none. */
function sumOf(events: readonly Event[]) {
  const [first] = events;
  if (first === undefined) return undefined;
  const sum = { accepted: 0, duplicate: 0, suppressed: 0, points: 0, position: first.position.n };
  for (const { type, data, position } of events) {
    if (type === 'lead.accepted') sum.points += Number(data['score']);
    sum[type.slice('lead.'.length) as 'accepted' | 'duplicate' | 'suppressed'] += 1;
    if (position.n > sum.position) sum.position = position.n;
  }
  const hour = new Date(hourOf(first)).toISOString();
  return { ...sum, account: first.account, source: first.data['sourceId'], hour };
}

/** Lets nobody else count for these accounts until the transaction ends. Takes no transaction id. */
export async function holdTallies(transaction: Transaction, accounts: readonly string[]): Promise<void> {
  await transaction.query({
    name: 'hold-tallies',
    text: `select pg_advisory_xact_lock(hashtextextended('midcoast:tallies:' || account, 0))
      from (select account from unnest($1::uuid[]) as given (account) order by account offset 0) sorted`,
    values: [accounts],
  });
}

/** Adds to rows that are there. */
const adding = `on conflict (account_id, source_id, hour) do update set
  accepted = held.accepted + excluded.accepted, duplicate = held.duplicate + excluded.duplicate,
  suppressed = held.suppressed + excluded.suppressed, points = held.points + excluded.points,
  position = greatest(held.position, excluded.position)`;

/** A row of the tallies as it is counted from the log; numbers as PostgreSQL writes them. */
type Counted = Readonly<
  Record<'source_id' | 'hour' | 'accepted' | 'duplicate' | 'suppressed' | 'points' | 'position', string>
>;

/** A stretch of the log: months whole, by the time of receipt, and positions from one up to another. */
export type Stretch = {
  readonly first: string;
  readonly next: string;
  readonly from: string;
  readonly to: string;
};

/** Counts a stretch of the log anew. Reads only: however long it takes, it holds back no reader of the log. */
export async function countLog(
  transaction: Transaction,
  account: string,
  stretch: Stretch,
): Promise<readonly Counted[]> {
  const { rows } = await transaction.query<Counted>(
    `select data->>'sourceId' as source_id, date_trunc('hour', uuid_extract_timestamp(id), 'UTC')::text as hour,
       count(*) filter (where type = 'lead.accepted') as accepted,
       count(*) filter (where type = 'lead.duplicate') as duplicate,
       count(*) filter (where type = 'lead.suppressed') as suppressed,
       coalesce(sum((data->>'score')::bigint) filter (where type = 'lead.accepted'), 0) as points,
       max(position) as position
     from outbox where account_id = $1 and type = any ($2)
       and id >= first_id_of($3::timestamptz) and id < first_id_of($4::timestamptz)
       and position >= $5 and position < $6
     group by 1, 2`,
    [account, talliedTypes, stretch.first, stretch.next, stretch.from, stretch.to],
  );
  return rows;
}

export async function addTallies(
  transaction: Transaction,
  account: string,
  rows: readonly Counted[],
): Promise<void> {
  await transaction.query(
    `insert into source_tallies as held (account_id, source_id, hour, accepted, duplicate, suppressed, points, position)
     select $1, * from unnest($2::uuid[], $3::timestamptz[], $4::bigint[], $5::bigint[], $6::bigint[], $7::bigint[], $8::bigint[])
     ${adding}`,
    [
      account,
      ...(['source_id', 'hour', 'accepted', 'duplicate', 'suppressed', 'points', 'position'] as const).map(
        (column) => rows.map((row) => row[column]),
      ),
    ],
  );
}

/** What sources gave since a moment: all that gave something, or only those asked for. */
export async function talliesSince(
  transaction: Transaction,
  account: string,
  since: Date | null,
  sources?: readonly string[],
): Promise<readonly SourceTally[]> {
  const { rows } = await transaction.query<{
    source_id: string;
    accepted: string;
    received: string;
    points: string;
  }>(
    `select source_id, sum(accepted) as accepted, sum(accepted + duplicate + suppressed) as received, sum(points) as points
     from source_tallies where account_id = $1 and hour >= coalesce($2::timestamptz, '-infinity')
       and ($3::uuid[] is null or source_id = any ($3)) group by source_id`,
    [account, since, sources ?? null],
  );
  return rows.map((row) => ({
    sourceId: row.source_id,
    accepted: Number(row.accepted),
    received: Number(row.received),
    points: Number(row.points),
  }));
}
