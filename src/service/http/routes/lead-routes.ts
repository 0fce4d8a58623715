import type { Postgres } from '../../connections/postgres.ts';
import type { ContactKeys } from '../../leads/contact.ts';
import { leadHistory } from '../../leads/history.ts';
import { getLead, listLeads } from '../../leads/lead-reading.ts';
import { searchLeads } from '../../leads/lead-search.ts';
import * as api from '../api/lead-api.ts';
import { page } from '../api/fields.ts';
import { cursorPage, placeOf } from '../cursor.ts';
import { Refusal } from '../problem.ts';
import type { Router } from '../routing.ts';

/** Leads as they are read: the list, one, and its history. */
export function leadRoutes(router: Router, postgres: Postgres, contactKeys: ContactKeys): void {
  router.on(api.listLeads, async ({ caller, query }) => {
    const { limit = page.limit, cursor, q, ...filter } = query;
    const wanted = { ...filter, limit, before: placeOf(cursor) };
    return cursorPage(
      q === undefined
        ? await listLeads(postgres, caller.account, wanted)
        : await searchLeads(postgres, contactKeys, caller.account, { ...wanted, q }),
    );
  });
  router.on(api.getLead, async ({ caller, params }) =>
    known(await getLead(postgres, caller.account, params.id)),
  );
  router.on(api.getLeadHistory, async ({ caller, params, query }) => {
    const { limit = page.limit, cursor } = query;
    return cursorPage(
      known(await leadHistory(postgres, caller.account, params.id, { limit, after: placeOf(cursor) })),
    );
  });
}

function known<T>(found: T | undefined): T {
  if (found === undefined) throw new Refusal('not_found', 'there is no lead of this id');
  return found;
}
