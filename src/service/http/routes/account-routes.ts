import type { Postgres } from '../../connections/postgres.ts';
import { getAccount, listAccounts, makeAccount, patchAccount } from '../../accounts/account.ts';
import type { ApiKeys } from '../../accounts/api-key.ts';
import * as api from '../api/account-api.ts';
import { page } from '../api/fields.ts';
import { idOf, pageById } from '../cursor.ts';
import { Refusal } from '../problem.ts';
import type { Router } from '../routing.ts';

/** Accounts and the API keys of one. */
export function accountRoutes(router: Router, postgres: Postgres, keys: ApiKeys): void {
  router.on(api.listAccounts, async ({ caller }) => ({
    items: [...(await listAccounts(postgres, caller.account))],
    nextCursor: null,
  }));
  router.on(api.getAccount, async ({ caller, params }) =>
    known(await getAccount(postgres, caller.account, params.id)),
  );
  router.on(api.patchAccount, async ({ caller, params, body }) =>
    known(await patchAccount(postgres, caller, params.id, body)),
  );
  router.on(api.postAccount, async ({ caller, body }) => makeAccount(postgres, caller, body.name.trim()));
  router.on(api.listApiKeys, async ({ caller, query }) => {
    const limit = query.limit ?? page.limit;
    const items = await keys.list(caller.account, limit + 1, idOf(query.cursor));
    return pageById(items, limit);
  });
  router.on(api.postApiKey, async ({ caller, body }) => {
    const made = await keys.create(caller, body);
    if (made.kind === 'made') return { key: made.key, apiKey: made.apiKey };
    throw new Refusal('not_allowed', 'a key can hold no scope that its maker does not', {
      errors: made.scopes.map((scope) => ({
        path: '/scopes',
        code: 'permission_missing',
        detail: `you do not hold ${scope}`,
        allowed: [...caller.permissions],
      })),
    });
  });
  router.on(api.deleteApiKey, async ({ caller, params }) => {
    if (await keys.revoke(caller, params.id)) return undefined;
    throw new Refusal('not_found', 'there is no API key of this id');
  });
}

function known<T>(found: T | undefined): T {
  if (found === undefined) throw new Refusal('not_found', 'there is no account of this id that you may see');
  return found;
}
