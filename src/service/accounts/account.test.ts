import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { v7 } from 'uuid';
import { getAccount, listAccounts, makeAccount, patchAccount } from './account.ts';
import { openApiKeys } from './api-key.ts';
import { permissionsOfRole } from './permission.ts';
import { openTestAccounts, type TestAccounts } from './test-accounts.ts';

describe('accounts', () => {
  let test: TestAccounts;
  before(async () => {
    test = await openTestAccounts();
  });
  after(() => test.close());

  it('show themselves and no other', async () => {
    const [maker, other] = [await test.make(), await test.make()];
    const [own, ...rest] = await listAccounts(test.postgres, maker.account);
    assert.deepEqual(rest, []);
    assert.deepEqual(own, await getAccount(test.postgres, maker.account, maker.account));
    assert.partialDeepStrictEqual(own, { id: maker.account, name: 'Test', duplicateWindowDays: 30 });
    assert.match(own?.createdAt ?? '', /^\d{4}-\d\d-\d\dT.*Z$/);
    assert.equal(await getAccount(test.postgres, maker.account, other.account), undefined);
    assert.equal(await getAccount(test.postgres, maker.account, v7()), undefined);
  });

  it('are changed as far as is asked, by themselves only, and the audit names the fields', async () => {
    const [maker, other] = [await test.make(), await test.make()];
    const renamed = await patchAccount(test.postgres, maker, maker.account, { name: 'Renamed' });
    assert.partialDeepStrictEqual(renamed, { name: 'Renamed', duplicateWindowDays: 30 });
    const changed = await patchAccount(test.postgres, maker, maker.account, { duplicateWindowDays: 90 });
    assert.partialDeepStrictEqual(changed, { name: 'Renamed', duplicateWindowDays: 90 });
    assert.equal(await patchAccount(test.postgres, maker, other.account, { name: 'Stolen' }), undefined);
    assert.equal((await getAccount(test.postgres, other.account, other.account))?.name, 'Test');
    assert.deepEqual(await test.audit(maker.account), [
      { actor: maker.actor, action: 'account.changed', target: maker.account, detail: { fields: ['name'] } },
      {
        actor: maker.actor,
        action: 'account.changed',
        target: maker.account,
        detail: { fields: ['duplicateWindowDays'] },
      },
    ]);
  });

  it('are made with a key that may do there what an administrator may, and no more', async () => {
    const maker = await test.make(['accounts:create']);
    const { account, apiKey } = await makeAccount(test.postgres, maker, 'New');
    assert.equal(account.name, 'New');
    const key = await openApiKeys(test.postgres).authenticate(apiKey);
    assert.equal(key?.account, account.id);
    assert.deepEqual(key?.scopes, permissionsOfRole.admin);
    assert.deepEqual(
      (await listAccounts(test.postgres, maker.account)).map(({ id }) => id),
      [maker.account],
    );
    assert.partialDeepStrictEqual(await test.audit(maker.account), [
      { action: 'account.created', target: account.id },
    ]);
    assert.partialDeepStrictEqual(await test.audit(account.id), [
      { action: 'api_key.created', actor: maker.actor },
    ]);
  });
});
