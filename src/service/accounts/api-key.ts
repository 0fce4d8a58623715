import { v7 } from 'uuid';
import { inTransaction, type Postgres, type Transaction } from '../connections/postgres.ts';
import { recordChange, type Maker } from './audit.ts';
import { hashOfKeyText, makeKeyText, prefixOfKeyText } from './key-text.ts';
import { openKeyring, type KnownKey } from './keyring.ts';
import type { Permission } from './permission.ts';

/** An API key as lists show it. */
export type ApiKeyView = {
  readonly id: string;
  readonly name: string;
  readonly prefix: string;
  readonly scopes: Permission[];
  readonly ratePerSecond: number;
  readonly createdAt: string;
  readonly lastUsedAt: string | null;
};

/** Leads a second where a key is made without a rate. */
export const defaultRatePerSecond = 1_000;

export type NewApiKey = {
  readonly name: string;
  readonly scopes: readonly Permission[];
  readonly ratePerSecond?: number;
};

export type MadeApiKey =
  | { readonly kind: 'made'; readonly key: ApiKeyView; readonly apiKey: string }
  /** The maker does not hold these itself. */
  | { readonly kind: 'beyond_own'; readonly scopes: readonly Permission[] };

export type ApiKeys = {
  /** The key that a text is; undefined where it never was one, or is revoked (elsewhere: 5 seconds later). */
  authenticate(text: string): Promise<KnownKey | undefined>;
  /** The key that a text is, where it was asked for lately; undefined says nothing: `authenticate` does. */
  known(text: string): KnownKey | undefined;
  /** Keys that work, newest first, below the id `before`. */
  list(account: string, limit: number, before?: string): Promise<readonly ApiKeyView[]>;
  /** Makes a key with no scope beyond the maker's own. Its text is answered this once. */
  create(maker: Maker, wanted: NewApiKey): Promise<MadeApiKey>;
  /** Ends a key; in this process it is refused from now on. False where the account has no such key. */
  revoke(maker: Maker, id: string): Promise<boolean>;
  /** Resolves when no write of the last use is under way. */
  idle(): Promise<void>;
};

/** The API keys of all accounts. `clock` gives milliseconds. */
export function openApiKeys(postgres: Postgres, clock: () => number = () => performance.now()): ApiKeys {
  const keyring = openKeyring(postgres, clock);
  return {
    authenticate: keyring.find,
    known: keyring.known,
    idle: keyring.idle,
    list: (account, limit, before) => listApiKeys(postgres, account, limit, before),
    create: (maker, wanted) => createApiKey(postgres, maker, wanted),
    revoke: async (maker, id) => {
      try {
        return await revokeApiKey(postgres, maker, id);
      } finally {
        keyring.forget(); // A commit whose answer was lost may have happened.
      }
    },
  };
}

async function listApiKeys(
  postgres: Postgres,
  account: string,
  limit: number,
  before: string | undefined,
): Promise<readonly ApiKeyView[]> {
  return inTransaction(postgres, { accounts: [account] }, async (transaction) => {
    const { rows } = await transaction.query<Row>(
      `select ${columns} from api_keys
       where account_id = $1 and revoked_at is null and ($2::uuid is null or id < $2) order by id desc limit $3`,
      [account, before ?? null, limit],
    );
    return rows.map(viewOf);
  });
}

async function createApiKey(postgres: Postgres, maker: Maker, wanted: NewApiKey): Promise<MadeApiKey> {
  const beyond = wanted.scopes.filter((scope) => !maker.permissions.has(scope));
  if (beyond.length > 0) return { kind: 'beyond_own', scopes: beyond };
  const { account, actor } = maker;
  const { name, scopes, ratePerSecond = defaultRatePerSecond } = wanted;
  return inTransaction(postgres, { accounts: [account] }, async (transaction) => ({
    kind: 'made',
    ...(await insertApiKey(transaction, { account, actor, name, scopes, ratePerSecond })),
  }));
}

async function revokeApiKey(postgres: Postgres, maker: Maker, id: string): Promise<boolean> {
  const { account, actor } = maker;
  return inTransaction(postgres, { accounts: [account] }, async (transaction) => {
    const { rowCount } = await transaction.query(
      'update api_keys set revoked_at = now() where account_id = $1 and id = $2 and revoked_at is null',
      [account, id],
    );
    if (rowCount !== 1) return false;
    await recordChange(transaction, { account, actor, action: 'api_key.revoked', target: id });
    return true;
  });
}

/** Writes a new key in a transaction that works for its account; nothing is asked about the maker's scopes. */
export async function insertApiKey(
  transaction: Transaction,
  key: Required<NewApiKey> & { readonly account: string; readonly actor: string },
): Promise<{ readonly key: ApiKeyView; readonly apiKey: string }> {
  const { account, actor } = key;
  const id = v7();
  const apiKey = makeKeyText(account);
  const { rows } = await transaction.query<Row>(
    `insert into api_keys (account_id, id, name, prefix, secret_hash, scopes, rate_per_second)
     values ($1, $2, $3, $4, $5, $6, $7) returning ${columns}`,
    [account, id, key.name, prefixOfKeyText(apiKey), hashOfKeyText(apiKey), key.scopes, key.ratePerSecond],
  );
  if (rows[0] === undefined) throw new Error('the API key was not written');
  await recordChange(transaction, { account, actor, action: 'api_key.created', target: id });
  return { key: viewOf(rows[0]), apiKey };
}

const columns = 'id, name, prefix, scopes, rate_per_second, created_at, last_used_at';

type Row = {
  id: string;
  name: string;
  prefix: string;
  scopes: Permission[];
  rate_per_second: number;
  created_at: Date;
  last_used_at: Date | null;
};

function viewOf(row: Row): ApiKeyView {
  return {
    id: row.id,
    name: row.name,
    prefix: row.prefix,
    scopes: row.scopes,
    ratePerSecond: row.rate_per_second,
    createdAt: row.created_at.toISOString(),
    lastUsedAt: row.last_used_at?.toISOString() ?? null,
  };
}
