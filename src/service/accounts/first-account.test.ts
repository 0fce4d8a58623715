import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { memoryCache } from '../connections/cache-memory.ts';
import { openApiKeys } from './api-key.ts';
import { makeFirstAccount } from './first-account.ts';
import { permissions } from './permission.ts';
import { openSessions } from './session.ts';
import { openSignIn } from './sign-in.ts';
import { openTestAccounts, type TestAccounts } from './test-accounts.ts';

describe('the first account', () => {
  let test: TestAccounts;
  before(async () => {
    test = await openTestAccounts();
  });
  after(() => test.close());

  it('is made once, however many try at once, and lets in by key and by password', async () => {
    const wish = {
      ownerDatabaseUrl: test.database.ownerUrl,
      databaseUrl: test.database.appUrl,
      accountName: 'Demonstration',
      user: 'Admin@midcoast.example',
    };
    const made = (await Promise.all([1, 2, 3, 4].map(() => makeFirstAccount(wish)))).filter(
      (one) => one !== undefined,
    );
    assert.equal(made.length, 1);
    assert.equal(await makeFirstAccount(wish), undefined);
    const [first] = made;
    assert.ok(first !== undefined && first.password.length >= 16);
    assert.partialDeepStrictEqual(first, { accountName: 'Demonstration', user: 'admin@midcoast.example' });

    const key = await openApiKeys(test.postgres).authenticate(first.apiKey);
    assert.partialDeepStrictEqual(key, { account: first.accountId, ratePerSecond: 100_000 });
    assert.deepEqual(key?.scopes, new Set(permissions));
    const signIn = openSignIn(test.postgres, openSessions(test.postgres, memoryCache()));
    const signedIn = await signIn({ email: first.user, password: first.password, address: '127.0.0.1' });
    assert.ok(signedIn.kind === 'signed_in');
    assert.equal(signedIn.session.role, 'admin');
    const actors = (await test.audit(first.accountId)).map(({ actor, action }) => [actor, action]);
    assert.deepEqual(actors.slice(0, 2), [
      ['job:bootstrap', 'user.created'],
      ['job:bootstrap', 'api_key.created'],
    ]);
  });
});
