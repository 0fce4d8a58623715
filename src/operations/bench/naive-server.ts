/**
 * The server that most people would write: Fastify and `pg`, one commit a request. It is given every
 * advantage that a beginner's would have: the service's own schema, a pool, one prepared statement that
 * writes all rows in one round trip, no logging. It looks for no duplicates, scores nothing and knows one
 * API key. A process of its own: told what to do by the first message, it answers with its port.
 */
import { createHash, createHmac } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import Fastify from 'fastify';
import pg from 'pg';

export type NaiveOrder = {
  /** As `midcoast_app`. */
  readonly databaseUrl: string;
  readonly account: string;
  readonly authorization: string;
  /** JSON schema of a lead, as the service's OpenAPI document has it. */
  readonly schema: object;
  /** `serverStatement` of `insert-statement.ts`. */
  readonly statement: string;
};

export type NaiveReady = { readonly type: 'ready'; readonly port: number };

type Lead = Readonly<Record<'email' | 'email2' | 'phone' | 'phone2', string | null | undefined>>;

/** As in `limits.md` of the project's research: more connections did not make it faster on two cores. */
const poolSize = 32;

process.once('message', (order: NaiveOrder) => void serve(order));
process.once('disconnect', () => process.kill(process.pid, 'SIGKILL'));
process.on('SIGINT', () => {});

async function serve(order: NaiveOrder): Promise<void> {
  const pool = new pg.Pool({
    connectionString: order.databaseUrl,
    max: poolSize,
    options: `-c midcoast.accounts={${order.account}}`,
  });
  const app = Fastify({ bodyLimit: 64 * 1024 });
  app.post('/v1/leads', { schema: { body: order.schema } }, async (request, reply) => {
    if (request.headers.authorization !== order.authorization)
      return reply.code(401).send({ code: 'unauthorized' });
    const values = rowValues(request.body as Lead, String(request.headers['idempotency-key']));
    const { rows } = await pool.query<{ id: string }>({ name: 'insert', text: order.statement, values });
    return reply.code(201).send({
      id: rows[0]?.id,
      verdict: 'accepted',
      score: 50,
      reasons: [],
      position: '0.0',
      receivedAt: new Date().toISOString(),
    });
  });
  await app.listen({ host: '127.0.0.1', port: 0 });
  const ready: NaiveReady = { type: 'ready', port: (app.server.address() as AddressInfo).port };
  process.send?.(ready);
}

/** The parameters of `serverStatement`. */
function rowValues(lead: Lead, idempotencyKey: string): unknown[] {
  const email = key(lead.email);
  const phone = key(lead.phone);
  const person = JSON.stringify(lead);
  const contacts = [email, key(lead.email2), phone, key(lead.phone2)].filter((hash) => hash !== null);
  return [contacts, email, phone, hash(idempotencyKey), hash(person), person];
}

function key(contact: string | null | undefined): string | null {
  if (contact == null || contact === '') return null;
  return createHmac('sha256', 'bench').update(contact.trim().toLowerCase()).digest('hex').slice(0, 32);
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}
