import { inTransaction, type Postgres } from '../connections/postgres.ts';
import { accountOfKeyText, hashOfKeyText } from './key-text.ts';
import type { Permission } from './permission.ts';

/** A key that works, and what it may do. */
export type KnownKey = {
  readonly account: string;
  readonly keyId: string;
  readonly scopes: ReadonlySet<Permission>;
  readonly ratePerSecond: number;
};

/** Keys that were asked for lately, so that a request costs no look into the database. */
export type Keyring = {
  find(text: string): Promise<KnownKey | undefined>;
  /** A key that is taken on trust at this moment; undefined says nothing: `find` does. */
  known(text: string): KnownKey | undefined;
  /** Drops everything: whoever asks from now on is answered by what the database says from now on. */
  forget(): void;
  /** Resolves when no write of the last use is under way. */
  idle(): Promise<void>;
};

/** Milliseconds for which a key is taken on trust: how late a process learns that another revoked it. */
const trustedFor = 5_000;

/** Keys kept; more are in use at one moment on no shard. */
const mostKeys = 10_000;

/** A keyring of one process. `clock` gives milliseconds. */
export function openKeyring(postgres: Postgres, clock: () => number): Keyring {
  let known = trustedKeys(clock);
  let asked = new Map<string, Promise<KnownKey | undefined>>();
  const marking = new Set<Promise<unknown>>();

  const mark = (key: KnownKey) => {
    const marked = markUsed(postgres, key)
      .catch(() => undefined) // Said again at the next look: nothing depends on it.
      .finally(() => marking.delete(marked));
    marking.add(marked);
  };
  const ask = async (account: string, hash: Buffer, name: string): Promise<KnownKey | undefined> => {
    const place = known; // What was forgotten meanwhile stays forgotten.
    const found = await readKey(postgres, account, hash);
    if (found === undefined) return undefined;
    if (found.markDue) mark(found.key);
    place.keep(name, found.key);
    return found.key;
  };
  return {
    known: (text) => known.ofText(text),
    find: async (text) => {
      const account = accountOfKeyText(text);
      if (account === undefined) return undefined;
      const hash = hashOfKeyText(text);
      const name = nameOf(hash);
      const key = known.ofName(name);
      if (key !== undefined) return key;
      const running = asked.get(name);
      if (running !== undefined) return running;
      const place = asked;
      const asking = ask(account, hash, name).finally(() => place.delete(name));
      place.set(name, asking);
      return asking;
    },
    forget: () => {
      known = trustedKeys(clock);
      asked = new Map();
    },
    idle: async () => {
      await Promise.all(marking);
    },
  };
}

/** A key's hash, as what maps go by. */
function nameOf(hash: Buffer): string {
  return hash.toString('latin1');
}

/**
 * Keys while they are taken on trust, by name and by text: hashing the text for each lead of a busy key would cost as
 * much as hashing a contact of the lead.
 */
function trustedKeys(clock: () => number) {
  type Trusted = { readonly key: KnownKey; readonly until: number };
  const names = new Map<string, Trusted>();
  const texts = new Map<string, Trusted>();
  const isTrusted = (entry: Trusted | undefined): entry is Trusted =>
    entry !== undefined && entry.until > clock();
  const set = (map: Map<string, Trusted>, name: string, entry: Trusted) => {
    if (map.size >= mostKeys) map.clear();
    map.set(name, entry);
  };
  return {
    keep: (name: string, key: KnownKey) => set(names, name, { key, until: clock() + trustedFor }),
    ofName: (name: string): KnownKey | undefined => {
      const entry = names.get(name);
      return isTrusted(entry) ? entry.key : undefined;
    },
    ofText: (text: string): KnownKey | undefined => {
      const before = texts.get(text);
      if (isTrusted(before)) return before.key;
      texts.delete(text);
      const entry = names.get(nameOf(hashOfKeyText(text)));
      if (!isTrusted(entry)) return undefined;
      set(texts, text, entry);
      return entry.key;
    },
  };
}

type Found = { readonly key: KnownKey; readonly markDue: boolean };

async function readKey(postgres: Postgres, account: string, hash: Buffer): Promise<Found | undefined> {
  return inTransaction(postgres, { accounts: [account] }, async (transaction) => {
    const { rows } = await transaction.query<{
      id: string;
      scopes: Permission[];
      rate_per_second: number;
      mark_due: boolean;
    }>({
      name: 'find-key',
      text: `select id, scopes, rate_per_second, coalesce(last_used_at < now() - interval '1 minute', true) as mark_due
        from api_keys where account_id = $1 and secret_hash = $2 and revoked_at is null`,
      values: [account, hash],
    });
    const row = rows[0];
    if (row === undefined) return undefined;
    const key = { account, keyId: row.id, scopes: new Set(row.scopes), ratePerSecond: row.rate_per_second };
    return { key, markDue: row.mark_due };
  });
}

/** Writes the time of the last use, at most once a minute whichever processes use the key. */
async function markUsed(postgres: Postgres, { account, keyId }: KnownKey): Promise<void> {
  await inTransaction(postgres, { accounts: [account] }, (transaction) =>
    transaction.query(
      `update api_keys set last_used_at = now()
       where account_id = $1 and id = $2 and coalesce(last_used_at < now() - interval '1 minute', true)`,
      [account, keyId],
    ),
  );
}
