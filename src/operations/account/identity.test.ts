import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { production } from '../../environments/production.ts';
import { Failure } from '../failure.ts';
import { reachCloud } from './cloud.ts';
import { checkAccount } from './identity.ts';

describe('checkAccount', () => {
  it('asks AWS nothing while an environment names accounts of an example', async () => {
    const example = { ...production, accountId: '444455556666', registryAccountId: '111122223333' };
    const own = { ...example, accountId: '210987654321' };
    for (const environment of [example, own]) {
      await assert.rejects(
        checkAccount(reachCloud({}), environment),
        (error) =>
          error instanceof Failure &&
          error.code === 'account_placeholder' &&
          error.exit === 4 &&
          'registryAccountId' in error.facts &&
          'accountId' in error.facts === (environment !== own),
      );
    }
  });
});
