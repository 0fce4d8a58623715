import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import fc from 'fast-check';
import pg from 'pg';
import { integerArray, jsonArray, smallintArray, uuidArray } from './binary-array.ts';
import { openTestDatabase } from './test-database.ts';

describe('an array in binary', () => {
  let drop: () => Promise<void>;
  let client: pg.Client;
  before(async () => {
    const database = await openTestDatabase();
    drop = database.drop;
    client = new pg.Client({ connectionString: database.superuserUrl });
    await client.connect();
  });
  after(async () => {
    await client.end();
    await drop();
  });
  const read = async (type: string, array: Buffer) =>
    (await client.query<{ read: unknown[] }>(`select $1::${type}[]::text[] as read`, [array])).rows[0]?.read;

  it('holds documents, whatever their signs', async () => {
    const texts = fc.array(fc.string({ unit: 'grapheme' }));
    await fc.assert(
      fc.asyncProperty(texts, async (given) => {
        const documents = given.map((text) => JSON.stringify(text));
        assert.deepEqual(await read('json', jsonArray(documents)), documents);
      }),
      { numRuns: 200 },
    );
  });

  it('holds ids with and without dashes, and nulls', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(fc.uuid(), fc.nat(3))), async (ids) => {
        const given = ids.map(
          ([id, form]) => [undefined, id, id.replaceAll('-', ''), id.toUpperCase()][form],
        );
        given.push(...given.slice(-1), ...given.slice(-1)); // Equal ones in a row are copied.
        ids.push(...ids.slice(-1), ...ids.slice(-1));
        const wanted = ids.map(([id, form]) => (form === 0 ? null : id));
        assert.deepEqual(await read('uuid', uuidArray(given)), wanted);
      }),
      { numRuns: 200 },
    );
  });

  it('holds small numbers', async () => {
    assert.deepEqual(await read('smallint', smallintArray([0, 100, -1, 32_767])), [
      '0',
      '100',
      '-1',
      '32767',
    ]);
    assert.deepEqual(await read('smallint', smallintArray([])), []);
    assert.deepEqual(await read('integer', integerArray([0, 2_147_483_647, -1])), ['0', '2147483647', '-1']);
  });

  it('refuses what is no id', () => {
    assert.throws(() => uuidArray(['0123']), /no id/);
  });
});
