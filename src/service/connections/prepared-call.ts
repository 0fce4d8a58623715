import pg from 'pg';
import type { Transaction } from './postgres.ts';

/** Of a parameter: text, a number as text, an array in binary form, or null for undefined. */
export type CallValue = string | number | Buffer | undefined;

/**
 * Runs a prepared statement that answers one row of one value, and answers that as text. It is `query` of `pg` but for
 * two things, each of which costs a lonely lead as much as the rest: the parameters are written once, into one
 * packet, and the server is not asked what it is about to answer.
 */
export function callPrepared(
  connection: Transaction,
  statement: { readonly name: string; readonly text: string },
  values: readonly CallValue[],
): Promise<string> {
  return new Promise((resolve, reject) => {
    const call: Call = new Call(statement, values, (error) => {
      if (error != null) reject(error);
      else if (call.answer === undefined) reject(new Error(`${statement.name} answered nothing`));
      else resolve(call.answer);
    });
    connection.query(call);
  });
}

/**
 * What `pg` does not tell of its queries, but lets them do:
 * https://github.com/brianc/node-postgres/blob/master/packages/pg/lib/query.js
 */
type PreparedQuery = pg.Query & {
  /** Called with the connection corked, when the query's turn has come. */
  prepare(connection: pg.Connection): void;
  hasBeenParsed(connection: pg.Connection): boolean;
};

const PgQuery = pg.Query as unknown as new (
  config: { readonly name: string; readonly text: string; readonly values: readonly CallValue[] },
  callback: (error: Error | null | undefined) => void,
) => PreparedQuery;

class Call extends PgQuery {
  readonly #name: string;
  readonly #given: readonly CallValue[];
  answer: string | undefined;

  constructor(
    { name, text }: { readonly name: string; readonly text: string },
    values: readonly CallValue[],
    done: (error: Error | null | undefined) => void,
  ) {
    super({ name, text, values }, done);
    this.#name = name;
    this.#given = values;
  }

  /** The first time on a connection `pg` does it, and keeps in mind that the statement is known there. */
  override prepare(connection: pg.Connection): void {
    if (this.hasBeenParsed(connection)) connection.stream.write(packetOf(this.#name, this.#given));
    else super.prepare(connection);
  }

  handleDataRow({ fields }: { readonly fields: readonly (string | null)[] }): void {
    this.answer = fields[0] ?? undefined;
  }
}

/** Of an unnamed portal: `Execute` of all its rows, then `Sync`. */
const executeAndSync = Buffer.from('E\0\0\0\x09\0\0\0\0\0S\0\0\0\x04', 'latin1');

/** `Bind`, `Execute` and `Sync`: https://www.postgresql.org/docs/18/protocol-message-formats.html */
function packetOf(statement: string, values: readonly CallValue[]): Buffer {
  const parameters = values.map((value) => (typeof value === 'number' ? String(value) : value));
  const lengths = parameters.map((value) => (value === undefined ? -1 : Buffer.byteLength(value)));
  const sum = lengths.reduce((bytes, length) => bytes + Math.max(0, length), 0);
  // Length, two names and their ends, then counts: of formats, of parameters, of the results' formats (all text).
  const bindLength = 4 + 1 + statement.length + 1 + 2 + 2 * values.length + 2 + 4 * values.length + sum + 2;
  const packet = Buffer.allocUnsafe(1 + bindLength + executeAndSync.length);
  let at = packet.writeUInt8(0x42, 0); // B
  at = packet.writeInt32BE(bindLength, at);
  at = packet.writeUInt8(0, at);
  at += packet.write(statement, at, 'latin1');
  at = packet.writeUInt8(0, at);
  at = packet.writeInt16BE(values.length, at);
  for (const value of parameters) at = packet.writeInt16BE(value instanceof Buffer ? 1 : 0, at);
  at = packet.writeInt16BE(values.length, at);
  parameters.forEach((value, place) => {
    at = packet.writeInt32BE(lengths[place] ?? -1, at);
    if (typeof value === 'string') at += packet.write(value, at, 'utf8');
    else if (value !== undefined) at += value.copy(packet, at);
  });
  at = packet.writeInt16BE(0, at);
  executeAndSync.copy(packet, at);
  return packet;
}
