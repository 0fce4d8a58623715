import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { uuidArray } from './binary-array.ts';
import { openFlights, type Flights } from './flights.ts';
import { callPrepared, type CallValue } from './prepared-call.ts';
import { openTestDatabase, type TestDatabase } from './test-database.ts';

describe('a prepared call', () => {
  let database: TestDatabase;
  let flights: Flights;
  before(async () => {
    database = await openTestDatabase();
    flights = openFlights(database.appUrl, 'test', 1);
  });
  after(async () => {
    await flights.close();
    await database.drop();
  });

  const call = (name: string, text: string, values: readonly CallValue[]) =>
    flights.fly((connection) => callPrepared(connection, { name, text }, values));
  const described = (values: readonly CallValue[]) =>
    call('describe', 'select json_build_array($1::text, $2::int, $3::uuid[], $4::text)::text', values);

  it('gives its values as they are, the first time and later', async () => {
    const id = '0199c2f0-1111-7222-8333-444455556666';
    for (const text of ['plain', 'Zoë “quoted” \\ 漢字 😀', '', 'a'.repeat(100_000)]) {
      const answer = await described([text, -7, uuidArray([id, undefined]), undefined]);
      assert.deepEqual(JSON.parse(answer), [text, -7, [id, null], null]);
    }
  });

  it('answers each of several that share a packet', async () => {
    const answers = await flights.fly((connection) =>
      Promise.all(
        Array.from({ length: 20 }, (_, place) =>
          callPrepared(connection, { name: 'echo', text: 'select $1::int' }, [place]),
        ),
      ),
    );
    assert.deepEqual(
      answers,
      Array.from({ length: 20 }, (_, place) => String(place)),
    );
  });

  it('tells what the database refuses, and the connection goes on', async () => {
    const half = (of: number) => call('half', 'select 100 / $1::int', [of]);
    assert.equal(await half(2), '50');
    await assert.rejects(half(0), { code: '22012' });
    assert.equal(await half(4), '25');
    await assert.rejects(call('broken', 'select nothing_of($1)', [1]), { code: '42883' });
    assert.equal(await half(5), '20');
  });

  it('says when nothing is answered', async () => {
    for (const _ of [1, 2]) {
      await assert.rejects(call('none', 'select 1 where $1::int = 0', [1]), /none answered nothing/);
      await assert.rejects(call('null', 'select null::int where $1::int = 1', [1]), /null answered nothing/);
    }
  });
});
