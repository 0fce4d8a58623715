import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { v7 } from 'uuid';
import { endCutOffImports } from './cut-off-imports.ts';
import { openTestUpkeep, type TestUpkeep } from './test-upkeep.ts';

describe('imports that were cut off', () => {
  let test: TestUpkeep;
  before(async () => {
    test = await openTestUpkeep();
  });
  after(() => test.close());

  it('are ended once they have not moved for a minute; others go on', async () => {
    const imports = { dead: v7(), alive: v7(), finished: v7() };
    const add = (id: string, status: string, secondsAgo: number) =>
      test.write(
        'insert into imports (account_id, id, status, moved_at) values ($1, $2, $3, now() - make_interval(secs => $4))',
        id,
        status,
        secondsAgo,
      );
    await add(imports.dead, 'running', 61);
    await add(imports.alive, 'running', 30);
    await add(imports.finished, 'finished', 3_600);
    assert.equal(await endCutOffImports(test.owner), 1);
    const { rows } = await test.superuser.query<{ id: string; status: string; ended: boolean }>(
      'select id, status, finished_at is not null as ended from imports order by id',
    );
    assert.deepEqual(rows, [
      { id: imports.dead, status: 'interrupted', ended: true },
      { id: imports.alive, status: 'running', ended: false },
      { id: imports.finished, status: 'finished', ended: false },
    ]);
    assert.equal(await endCutOffImports(test.owner), 0);
  });
});
