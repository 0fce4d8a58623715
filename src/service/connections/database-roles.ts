import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto';
import pg from 'pg';
import { connectionSettings } from './postgres.ts';

/** The same database as three roles: one that may make roles, and the two that the service works as. */
export type RoleUrls = { readonly adminUrl: string; readonly ownerUrl: string; readonly appUrl: string };

const applicationName = 'midcoast-migrate';

/**
 * Makes the roles of the service in a database that has none, and gives them the passwords of their addresses where
 * they have others; the owner gets the database, the other may only connect. Gives the names of those that could not
 * sign in before. The administrator need be no superuser: that of RDS is none.
 */
export async function prepareRoles({ adminUrl, ownerUrl, appUrl }: RoleUrls): Promise<readonly string[]> {
  const wanted = [ownerUrl, appUrl].map(signInOf);
  const strangers: SignIn[] = [];
  for (const signIn of wanted) if (!(await mayEnter(signIn.url))) strangers.push(signIn);
  if (strangers.length === 0) return [];
  const admin = new pg.Client(connectionSettings(adminUrl, applicationName));
  admin.on('error', () => undefined); // Said by the query that meets it.
  await admin.connect();
  try {
    const [owner = '', app = ''] = wanted.map(({ role }) => pg.escapeIdentifier(role));
    // All or nothing: roles that can sign in are taken for done.
    await admin.query('begin');
    for (const stranger of strangers) await giveRole(admin, stranger);
    await giveDatabase(admin, owner, app);
    await admin.query('commit');
  } finally {
    await admin.end();
  }
  return strangers.map(({ role }) => role);
}

type SignIn = { readonly url: string; readonly role: string; readonly password: string };

function signInOf(url: string): SignIn {
  const { username, password } = new URL(url);
  return { url, role: decodeURIComponent(username), password: decodeURIComponent(password) };
}

/** What PostgreSQL answers whom it does not know, whose password is wrong, or who may not connect. */
const unknown: ReadonlySet<unknown> = new Set(['28000', '28P01', '42501']);

async function mayEnter(url: string): Promise<boolean> {
  const client = new pg.Client(connectionSettings(url, applicationName));
  client.on('error', () => undefined);
  try {
    await client.connect();
    return true;
  } catch (error) {
    if (unknown.has((error as { code?: unknown }).code)) return false;
    throw error;
  } finally {
    await client.end();
  }
}

async function giveRole(admin: pg.Client, { role, password }: SignIn): Promise<void> {
  const { rowCount } = await admin.query('select from pg_roles where rolname = $1', [role]);
  const name = pg.escapeIdentifier(role);
  // A new role is no superuser and passes by no row-level security unless that is said.
  const statement = rowCount === 0 ? `create role ${name} login` : `alter role ${name}`;
  await admin.query(`${statement} password ${pg.escapeLiteral(verifierOf(password))}`);
}

async function giveDatabase(admin: pg.Client, owner: string, app: string): Promise<void> {
  const { rows } = await admin.query<{ name: string }>('select current_database() as name');
  const database = pg.escapeIdentifier(rows[0]?.name ?? '');
  // Who is no superuser gives a database only to a role that it is a member of.
  await admin.query(`grant ${owner} to current_user`);
  await admin.query(`alter database ${database} owner to ${owner}`);
  await admin.query(`revoke all on database ${database} from public`);
  await admin.query(`grant connect on database ${database} to ${app}`);
}

/** PostgreSQL's own number; the passwords are long and made by chance. */
const iterations = 4096;

/**
 * What PostgreSQL keeps of a password of letters and digits. Computed here, since a server that logs changes of the
 * schema would log the password itself. https://www.postgresql.org/docs/18/catalog-pg-authid.html, RFC 5802
 */
function verifierOf(password: string): string {
  const salt = randomBytes(16);
  const salted = pbkdf2Sync(password, salt, iterations, 32, 'sha256');
  const keyOf = (what: string) => createHmac('sha256', salted).update(what).digest();
  const stored = createHash('sha256').update(keyOf('Client Key')).digest('base64');
  const server = keyOf('Server Key').toString('base64');
  return `SCRAM-SHA-256$${iterations}:${salt.toString('base64')}$${stored}:${server}`;
}
