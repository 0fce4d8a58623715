import { inTransaction, type Postgres } from '../../connections/postgres.ts';
import type { Cache } from '../../connections/cache.ts';
import { readLeaderboard } from '../../leads/leaderboard-reading.ts';
import { makeSource, renameSource } from '../../leads/source.ts';
import { getSource, listSources } from '../../leads/source-reading.ts';
import { page } from '../api/fields.ts';
import * as api from '../api/source-api.ts';
import { cursorPage, placeOf } from '../cursor.ts';
import { Refusal } from '../problem.ts';
import type { Router } from '../routing.ts';

/** Sources of leads, and who of them does well. */
export function sourceRoutes(router: Router, postgres: Postgres, cache: Cache): void {
  const found = async (account: string, id: string) => {
    const source = await getSource(postgres, account, id);
    if (source === undefined) throw new Refusal('not_found', 'there is no source of this id');
    return source;
  };
  router.on(api.listSources, async ({ caller, query }) => {
    const { limit = page.limit, cursor } = query;
    return cursorPage(await listSources(postgres, caller.account, { limit, after: placeOf(cursor) }));
  });
  router.on(api.postSource, async ({ caller, body }) => {
    const { account } = caller;
    const name = body.name.trim();
    const id = await inTransaction(postgres, { accounts: [account] }, (transaction) =>
      makeSource(transaction, account, name),
    );
    if (id === undefined) throw taken();
    return found(account, id);
  });
  router.on(api.getSource, async ({ caller, params }) => found(caller.account, params.id));
  router.on(api.patchSource, async ({ caller, params, body }) => {
    const { account } = caller;
    const renamed = await renameSource(postgres, account, params.id, body.name.trim());
    if (renamed === 'taken') throw taken();
    return found(account, params.id);
  });
  router.on(api.getLeaderboard, async ({ caller, query }) => {
    const { window = 'day', by = 'accepted', limit = 20 } = query;
    return readLeaderboard({ postgres, cache }, caller.account, { window, by, limit });
  });
}

function taken(): Refusal {
  return new Refusal('already_exists', 'another source bears this name', {
    errors: [{ path: '/name', code: 'already_exists', detail: 'names differ by more than letter case' }],
  });
}
