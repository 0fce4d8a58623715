import { v7 } from 'uuid';
import {
  inTransaction,
  isUniqueViolation,
  type Postgres,
  type Transaction,
} from '../connections/postgres.ts';
import { appendEvents } from './outbox.ts';

/** More sources than anyone has; beyond it a mistake in a file is likelier. */
export const mostSources = 10_000;

export class TooManySources extends Error {
  constructor() {
    super(`an account may have ${mostSources} sources`);
  }
}

/** Finds the ids of sources by name, making those that are new. Names differ by more than letter case. */
export type SourceDirectory = { idOf(account: string, name: string): Promise<string> | string };

/** Names kept in memory; a source is never deleted, so an entry stays true. */
const mostNames = 50_000;

export function openSourceDirectory(postgres: Postgres): SourceDirectory {
  const known = new Map<string, string>();
  const asked = new Map<string, Promise<string>>();
  return {
    idOf: (account, name) => {
      const key = `${account}:${name}`;
      const id = known.get(key);
      if (id !== undefined) return id;
      const running = asked.get(key);
      if (running !== undefined) return running;
      const asking = findOrMake(postgres, account, name)
        .then((found) => {
          if (known.size >= mostNames) known.clear();
          known.set(key, found);
          return found;
        })
        .finally(() => asked.delete(key));
      asked.set(key, asking);
      return asking;
    },
  };
}

async function findOrMake(postgres: Postgres, account: string, name: string): Promise<string> {
  return inTransaction(postgres, { accounts: [account] }, async (transaction) => {
    const found = await findByName(transaction, account, name);
    if (found !== undefined) return found;
    await makeSource(transaction, account, name);
    // Another may have made it first: whoever was first is the one.
    return (await findByName(transaction, account, name)) ?? '';
  });
}

async function findByName(
  transaction: Transaction,
  account: string,
  name: string,
): Promise<string | undefined> {
  const { rows } = await transaction.query<{ id: string }>(
    'select id from sources where account_id = $1 and lower(name) = lower($2)',
    [account, name],
  );
  return rows[0]?.id;
}

/** Makes a source with its event; answers its id, or undefined where the name is taken. */
export async function makeSource(
  transaction: Transaction,
  account: string,
  name: string,
): Promise<string | undefined> {
  const { rows } = await transaction.query<{ count: number }>(
    'select count(*)::int as count from sources where account_id = $1',
    [account],
  );
  if ((rows[0]?.count ?? 0) >= mostSources) throw new TooManySources();
  const id = v7();
  const made = await transaction.query(
    'insert into sources (account_id, id, name) values ($1, $2, $3) on conflict (account_id, lower(name)) do nothing',
    [account, id, name],
  );
  if (made.rowCount === 0) return undefined;
  await appendEvents(transaction, [{ account, type: 'source.created', subject: id, data: {} }]);
  return id;
}

/** Renames a source: `taken` where another bears the name. */
export async function renameSource(
  postgres: Postgres,
  account: string,
  id: string,
  name: string,
): Promise<'renamed' | 'taken' | 'unknown'> {
  try {
    return await inTransaction(postgres, { accounts: [account] }, async (transaction) => {
      const result = await transaction.query(
        'update sources set name = $3 where account_id = $1 and id = $2',
        [account, id, name],
      );
      return result.rowCount === 1 ? 'renamed' : 'unknown';
    });
  } catch (error) {
    if (isUniqueViolation(error)) return 'taken';
    throw error;
  }
}
