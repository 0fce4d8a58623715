import { hash, randomBytes } from 'node:crypto';

/** An API key as its holder has it: `mc_<account, 32 hexadecimal digits>_<32 random bytes in base64url>`. */
export function makeKeyText(account: string): string {
  return `mc_${account.replaceAll('-', '')}_${randomBytes(32).toString('base64url')}`;
}

/** The account that a text claims to be a key of; undefined where it is no key at all. */
export function accountOfKeyText(text: string): string | undefined {
  const digits = /^mc_([0-9a-f]{32})_[A-Za-z0-9_-]{43}$/.exec(text)?.[1];
  if (digits === undefined) return undefined;
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** How a key is shown in lists. Keys of an account differ only behind the second `_`, so six of those show. */
export function prefixOfKeyText(text: string): string {
  return `${text.slice(0, 7)}…${text.slice(35, 42)}`;
}

/** What is kept of a key. 256 random bits need no slow hash: there is nothing to guess. */
export function hashOfKeyText(text: string): Buffer {
  return hash('sha256', text, 'buffer');
}
