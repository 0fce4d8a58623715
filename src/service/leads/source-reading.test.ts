import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { memoryCache } from '../connections/cache-memory.ts';
import { handleEvents } from './leaderboard.ts';
import { WrongPlace } from './page.ts';
import { getSource, listSources } from './source-reading.ts';
import { openSourceDirectory, renameSource } from './source.ts';
import {
  arrivalOf,
  idFrom,
  newSource,
  openLeadDatabase,
  type Door,
  type LeadDatabase,
} from './test-lead-database.ts';
import { leadEvents } from './test-lead-events.ts';

describe('sources', () => {
  let database: LeadDatabase;
  let door: Door;
  before(async () => {
    database = await openLeadDatabase();
    door = database.newDoor();
  });
  after(() => database.close());

  it('are listed by name, whatever the letter case, page by page', async () => {
    const { account } = await database.newAccount();
    for (const name of ['beta', 'Alpha', 'gamma', 'Delta']) await newSource(database.postgres, account, name);
    const names: string[] = [];
    for (let after: string | undefined; ;) {
      const page = await listSources(database.postgres, account, { limit: 2, after });
      names.push(...page.items.map(({ name }) => name));
      if (page.next === null) break;
      after = page.next;
    }
    assert.deepEqual(names, ['Alpha', 'beta', 'Delta', 'gamma', 'Web']);
    await assert.rejects(listSources(database.postgres, account, { limit: 2, after: 'x' }), WrongPlace);
  });

  it('show what came from them, and when the last lead did', async () => {
    const owner = await database.newAccount();
    const arrivals = ['a', 'b', 'a'].map((name) => arrivalOf(owner, { email: `${name}@lee.example` }));
    await door.store(arrivals);
    await handleEvents(
      { postgres: database.postgres, cache: memoryCache() },
      await leadEvents(database, owner.account),
    );
    const source = await getSource(database.postgres, owner.account, owner.sourceId);
    const last = new Date(
      Number.parseInt(arrivals[2]!.id.slice(0, 8) + arrivals[2]!.id.slice(9, 13), 16),
    ).toISOString();
    assert.deepEqual(
      [source?.name, source?.accepted, source?.duplicate, source?.suppressed, source?.lastLeadAt],
      ['Web', 2, 1, 0, last],
    );
  });

  it('show nothing where nothing came, and nothing to others', async () => {
    const [owner, other] = [await database.newAccount(), await database.newAccount()];
    const source = await getSource(database.postgres, owner.account, owner.sourceId);
    assert.deepEqual(
      [source?.accepted, source?.duplicate, source?.suppressed, source?.lastLeadAt],
      [0, 0, 0, null],
    );
    assert.ok(Math.abs(new Date(source?.createdAt ?? 0).getTime() - Date.now()) < 60_000);
    assert.equal(await getSource(database.postgres, other.account, owner.sourceId), undefined);
    assert.equal(await getSource(database.postgres, owner.account, idFrom(0)), undefined);
  });

  it('come to be once, however many ask for one at once, in any letter case', async () => {
    const { account } = await database.newAccount();
    const directories = [openSourceDirectory(database.postgres), openSourceDirectory(database.postgres)];
    const ids = await Promise.all(
      Array.from({ length: 20 }, async (_, index) =>
        directories[index % 2]!.idOf(account, index % 3 === 0 ? 'NEW desk' : 'New Desk'),
      ),
    );
    assert.equal(new Set(ids).size, 1);
    const { rows } = await database.superuser.query(
      "select subject from outbox where account_id = $1 and type = 'source.created' and subject = $2",
      [account, ids[0]],
    );
    assert.equal(rows.length, 1);
    const { items } = await listSources(database.postgres, account, { limit: 10 });
    assert.equal(items.length, 2);
  });

  it('keep their leads under another name, and give up no name that is taken', async () => {
    const owner = await database.newAccount();
    const desk = await newSource(database.postgres, owner.account, 'Desk');
    assert.equal(await renameSource(database.postgres, owner.account, desk, 'WEB'), 'taken');
    assert.equal(await renameSource(database.postgres, owner.account, desk, 'desk 2'), 'renamed');
    assert.equal(await renameSource(database.postgres, owner.account, idFrom(0), 'x'), 'unknown');
    assert.equal((await getSource(database.postgres, owner.account, desk.toUpperCase()))?.name, 'desk 2');
  });
});
