import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { v7 } from 'uuid';
import { letOldImportsGo } from './old-imports.ts';
import { monthsAgo, openTestUpkeep, type TestUpkeep } from './test-upkeep.ts';

describe('old imports', () => {
  let test: TestUpkeep;
  before(async () => {
    test = await openTestUpkeep();
  });
  after(() => test.close());

  const addImport = async (status: string, months: number, verdicts: number) => {
    const id = v7();
    await test.write(
      'insert into imports (account_id, id, status, moved_at) values ($1, $2, $3, $4)',
      id,
      status,
      monthsAgo(months),
    );
    await test.write(
      "insert into import_rows (account_id, import_id, row, verdict) select $1, $2, generate_series(1, $3), 'accepted'",
      id,
      verdicts,
    );
    return id;
  };

  it('go with their verdicts, however many, once their leads are too old to be kept', async () => {
    await addImport('finished', 26, 12_000);
    await addImport('interrupted', 30, 0);
    const kept = [await addImport('finished', 24, 3), await addImport('running', 26, 2)];
    assert.equal(await letOldImportsGo(test.owner), 2);
    const { rows } = await test.superuser.query<{ id: string; verdicts: number }>(
      `select id, (select count(*)::int from import_rows where import_id = id) as verdicts from imports order by id`,
    );
    assert.deepEqual(rows, [
      { id: kept[0], verdicts: 3 },
      { id: kept[1], verdicts: 2 },
    ]);
    assert.equal(await test.count('import_rows'), 5);
    assert.equal(await letOldImportsGo(test.owner), 0);
  });
});
