import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { parseLead } from './candidate.ts';
import { eraseContact } from './erasure.ts';
import { addSuppression } from './suppression.ts';
import {
  arrivalOf,
  idFrom,
  openLeadDatabase,
  testKeys,
  type Door,
  type LeadDatabase,
  type TestAccount,
} from './test-lead-database.ts';

describe('an erased person', () => {
  let database: LeadDatabase;
  let door: Door;
  let account: TestAccount;
  before(async () => {
    database = await openLeadDatabase();
    door = database.newDoor();
    account = await database.newAccount();
  });
  after(() => database.close());

  it('leaves no trace of a person in any table', async () => {
    const planted = (field: string) => `zqx${field.toLowerCase()}zqx`;
    const fields = ['firstName', 'lastName', 'company', 'postalCode'] as const;
    const given = {
      ...Object.fromEntries(fields.map((field) => [field, planted(field)])),
      email: `${planted('email')}@lee.example`,
      email2: `${planted('email2')}@lee.example`,
      phone: '+12125550177',
      phone2: '+12125550188',
      website: `https://${planted('website')}.example`,
      country: 'us',
      consent: {
        givenAt: '2001-02-03T04:05:06Z',
        text: planted('consent'),
        evidenceUrl: `https://${planted('evidence')}.example`,
      },
      attributes: { [planted('attributeName')]: planted('attributeValue') },
    };
    const hashes = [given.email, given.email2, given.phone, given.phone2].map(testKeys);
    const arrival = (more: object) => arrivalOf(account, { ...given, ...more });
    await door.store([
      { ...arrival({}), idempotency: { key: 'a'.repeat(32), bodyHash: 'b'.repeat(32) } },
      arrival({ email2: null, phone2: null }),
      { ...arrival({ email: null, phone: null }), importId: idFrom(0) },
    ]);
    await addSuppression(database.postgres, testKeys, account.account, {
      kind: 'email',
      value: given.email,
      reason: 'revoked',
    });
    await door.store([arrival({})]);
    await refuseRow({
      ...given,
      email: planted('notAnEmail'),
      email2: null,
      phone: planted('notAPhone'),
      phone2: null,
    });
    await refuseRow({ ...given, [planted('unknownField')]: 'x', firstName: planted('long').repeat(100) });
    const strings = ['zqx', '5550177', '5550188', '2001-02-03'];
    const before = await search([...strings, ...hashes, ...hashes.map(dashed)]);
    assert.ok(
      before.found.some((place) => place.startsWith('leads_') && place.includes('person')),
      'the search finds what is there',
    );
    assert.ok(before.found.some((place) => place.startsWith('contact_keys_') && place.includes('hash')));

    for (const value of [given.email, given.email2, given.phone, given.phone2]) {
      await eraseContact(database.postgres, account.account, testKeys(value), 'tester');
    }
    const { rows } = await database.superuser.query(
      'select count(*)::int as leads, count(erased_at)::int as erased from leads',
    );
    assert.deepEqual(rows, [{ leads: 4, erased: 4 }]);
    const left = await search([...strings, ...hashes, ...hashes.map(dashed)]);
    assert.equal(left.tables, before.tables);
    assert.deepEqual(
      [...new Set(left.found)],
      ['suppressions.hash'],
      'only the suppression keeps its keyed hash',
    );
  });

  /** Keeps the verdict of a row that no lead came of, as an import does: the place and the code of its fault. */
  let row = 0;
  async function refuseRow(input: object): Promise<void> {
    const parsed = parseLead({ source: 'Web', ...input }, testKeys);
    assert.ok(parsed.kind === 'rejected');
    for (const fault of parsed.faults) {
      if (fault.code === 'unknown_field') continue; // Names of fields come from the mapping of columns, not from rows.
      row += 1;
      await database.superuser.query(
        "insert into import_rows (account_id, import_id, row, verdict, code, field, detail) values ($1, $1, $2, 'rejected', $3, $4, $5)",
        [account.account, row, fault.code, fault.path.slice(1), fault.detail],
      );
    }
  }

  /** Looks for texts in every column of every table of the database, partitions each. */
  async function search(texts: readonly string[]): Promise<{ tables: number; found: string[] }> {
    const { rows: columns } = await database.superuser.query<{ table: string; column: string }>(
      `select c.relname as table, a.attname as column from pg_class c join pg_attribute a on a.attrelid = c.oid
       where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'm') and a.attnum > 0 and not a.attisdropped order by 1, 2`,
    );
    const { rows: expected } = await database.superuser.query<{ tables: number }>(
      "select count(*)::int as tables from pg_tables where schemaname = 'public' and not exists (select from pg_class c where c.oid = (schemaname || '.' || quote_ident(tablename))::regclass and c.relkind = 'p')",
    );
    const found: string[] = [];
    for (const { table, column } of columns) {
      const { rowCount } = await database.superuser.query(
        `select from "${table}" where "${column}"::text ~* $1 limit 1`,
        [texts.join('|')],
      );
      if (rowCount !== 0) found.push(`${table}.${column}`);
    }
    const tables = new Set(columns.map(({ table }) => table)).size;
    assert.equal(tables, expected[0]?.tables);
    assert.ok(tables >= 40, `only ${tables} tables were searched`);
    return { tables, found };
  }
});

function dashed(hash: string): string {
  return hash.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
