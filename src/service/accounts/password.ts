import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';

/**
 * Passwords are kept as scrypt hashes in the PHC string format,
 * `$scrypt$ln=14,r=8,p=5$<salt>$<hash>` (https://github.com/P-H-C/phc-string-format). The cost is one of the
 * equal ones of https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html; this one
 * takes 16 MiB, so that several at once fit a small container.
 */
const cost: Cost = { ln: 14, r: 8, p: 5 };

type Cost = { readonly ln: number; readonly r: number; readonly p: number };

const bytes = { salt: 16, hash: 32 } as const;

/** Hashes that run at once: the process has four threads for this, and files and names need some too. */
const atOnce = 2;

/** Hashes a new password with a salt of its own. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(bytes.salt);
  return phc(cost, salt, await derive(password, salt, cost));
}

/** Whether `password` is the one that was hashed. Takes as long for a wrong one. Throws on a damaged hash. */
export async function verifyPassword(password: string, hashed: string): Promise<boolean> {
  const { cost, salt, hash } = parsePhc(hashed);
  return timingSafeEqual(await derive(password, salt, cost), hash);
}

/** Takes as long as a verification: for names that nobody has, so that the time tells nothing. */
export async function verifyNobody(password: string): Promise<false> {
  await verifyPassword(password, nobody);
  return false;
}

const nobody = phc(cost, Buffer.alloc(bytes.salt), Buffer.alloc(bytes.hash));

function phc({ ln, r, p }: Cost, salt: Buffer, hash: Buffer): string {
  return `$scrypt$ln=${ln},r=${r},p=${p}$${base64(salt)}$${base64(hash)}`;
}

function base64(bytes: Buffer): string {
  return bytes.toString('base64').replaceAll('=', '');
}

function parsePhc(text: string): { cost: Cost; salt: Buffer; hash: Buffer } {
  const match = /^\$scrypt\$ln=(\d+),r=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]{43})$/.exec(text);
  if (match === null) throw new Error('a password hash is damaged');
  const [ln, r, p] = [Number(match[1]), Number(match[2]), Number(match[3])];
  return {
    cost: { ln, r, p },
    salt: Buffer.from(match[4] ?? '', 'base64'),
    hash: Buffer.from(match[5] ?? '', 'base64'),
  };
}

let running = 0;
const waiting: (() => void)[] = [];

async function derive(password: string, salt: Buffer, { ln, r, p }: Cost): Promise<Buffer> {
  if (running >= atOnce) await new Promise<void>((resolve) => waiting.push(resolve));
  else running += 1;
  try {
    const N = 2 ** ln;
    const maxmem = 128 * r * (N + p + 2) + 2 ** 20; // RFC 7914, 6, and something to spare.
    return await new Promise((resolve, reject) =>
      // Equal characters may be typed in more than one way; they are one password (RFC 8265, 4.2.2).
      scrypt(password.normalize('NFC'), salt, bytes.hash, { N, r, p, maxmem }, (error, derived) =>
        error === null ? resolve(derived) : reject(error),
      ),
    );
  } finally {
    const next = waiting.shift(); // It takes over our place.
    if (next === undefined) running -= 1;
    else next();
  }
}
