import pg from 'pg';
import { v7 } from 'uuid';
import { openFlights, type Flights } from '../connections/flights.ts';
import { connectPostgres, inTransaction, type Postgres } from '../connections/postgres.ts';
import { openTestDatabase } from '../connections/test-database.ts';
import { parseLead, type Candidate } from './candidate.ts';
import { contactKeys } from './contact.ts';
import type { Arrival } from './decision.ts';
import { databaseStore, openIntake, type Intake, type Store } from './intake.ts';
import type { LeadInput } from './lead-input.ts';
import { makeSource } from './source.ts';

/** The key of contacts in tests. */
export const testKeys = contactKeys(Buffer.alloc(32, 7));

/** A way in with connections of its own, as a process of its own would have. */
export type Door = { readonly store: Store; readonly intake: Intake; readonly flights: Flights };

/** A database for leads, with what its tests ask of it. */
export type LeadDatabase = {
  readonly postgres: Postgres;
  readonly appUrl: string;
  /** Sees every row, whatever the account. */
  readonly superuser: pg.Pool;
  newAccount(windowDays?: number): Promise<TestAccount>;
  newDoor(options?: { readonly flights?: number; readonly size?: number }): Door;
  close(): Promise<void>;
};

export type TestAccount = { readonly account: string; readonly sourceId: string };

export async function openLeadDatabase(): Promise<LeadDatabase> {
  const database = await openTestDatabase();
  const postgres = connectPostgres(database.appUrl, 'test', 12);
  const superuser = new pg.Pool({ connectionString: database.superuserUrl, max: 4 });
  superuser.on('error', () => undefined);
  const doors: Door[] = [];
  return {
    postgres,
    appUrl: database.appUrl,
    superuser,
    newAccount: async (windowDays = 30) => {
      const account = v7();
      await superuser.query('insert into accounts (id, name, duplicate_window_days) values ($1, $2, $3)', [
        account,
        account,
        windowDays,
      ]);
      return { account, sourceId: await newSource(postgres, account, 'Web') };
    },
    newDoor: ({ flights: count = 2, size = 256 } = {}) => {
      const flights = openFlights(database.appUrl, 'test-door', count);
      const store = databaseStore(flights.fly);
      const intake = openIntake(
        store,
        { batchDone: () => undefined },
        { flights: count, worthAnother: 1, patience: 5, size, waiting: 10_000 },
      );
      const door = { store, intake, flights };
      doors.push(door);
      return door;
    },
    close: async () => {
      await Promise.all(doors.map((door) => door.flights.close()));
      await postgres.close();
      await superuser.end();
      await database.drop();
    },
  };
}

export async function newSource(postgres: Postgres, account: string, name: string): Promise<string> {
  const id = await inTransaction(postgres, { accounts: [account] }, (transaction) =>
    makeSource(transaction, account, name),
  );
  if (id === undefined) throw new Error(`the source ${name} is there already`);
  return id;
}

/** What a source gives, as a candidate. */
export function candidateOf(given: Partial<LeadInput>): Candidate {
  const parsed = parseLead({ source: 'Web', ...given }, testKeys);
  if (parsed.kind === 'rejected') throw new Error(`no candidate: ${JSON.stringify(parsed.faults)}`);
  return parsed.candidate;
}

/** A lead at the door. `daysAgo` puts its time of receipt into the past. */
export function arrivalOf(
  { account, sourceId }: TestAccount,
  given: Partial<LeadInput>,
  more: { readonly daysAgo?: number; readonly idempotency?: { key: string; bodyHash: string } } = {},
): Arrival {
  return {
    account,
    sourceId,
    id: idFrom(more.daysAgo ?? 0),
    candidate: candidateOf(given),
    ...(more.idempotency === undefined ? {} : { idempotency: more.idempotency }),
  };
}

/** An id as it was made some days ago. */
export function idFrom(daysAgo: number): string {
  return daysAgo === 0 ? v7() : v7({ msecs: Date.now() - Math.round(daysAgo * 86_400_000) });
}

/** Resolves when as many connections as said wait for a lock in the database. */
export async function untilWaiting({ superuser }: LeadDatabase, count: number): Promise<void> {
  for (;;) {
    const { rows } = await superuser.query<{ waiting: number }>(
      "select count(*)::int as waiting from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
    );
    if ((rows[0]?.waiting ?? 0) >= count) return;
  }
}

/** How much a test does: `quick` at the desk, `ci`, or `all`. */
export function extent(rounds: {
  readonly quick: number;
  readonly ci: number;
  readonly all: number;
}): number {
  const name = process.env['MIDCOAST_TEST_EXTENT'] ?? 'quick';
  return name === 'all' ? rounds.all : name === 'ci' ? rounds.ci : rounds.quick;
}
