import type { Postgres } from '../../connections/postgres.ts';
import type { ContactKeys } from '../../leads/contact.ts';
import { addSuppression, liftSuppression, listSuppressions } from '../../leads/suppression.ts';
import { page } from '../api/fields.ts';
import * as api from '../api/suppression-api.ts';
import { cursorPage, placeOf } from '../cursor.ts';
import { Refusal } from '../problem.ts';
import type { Router } from '../routing.ts';

/** Contacts with which no more leads are taken. */
export function suppressionRoutes(router: Router, postgres: Postgres, contactKeys: ContactKeys): void {
  router.on(api.listSuppressions, async ({ caller, query }) => {
    const { limit = page.limit, cursor } = query;
    return cursorPage(await listSuppressions(postgres, caller.account, { limit, before: placeOf(cursor) }));
  });
  router.on(api.postSuppression, async ({ caller, body }) => {
    const added = await addSuppression(postgres, contactKeys, caller.account, body);
    if (added.kind === 'added') return added.suppression;
    throw new Refusal('invalid', 'the contact is not valid', { errors: added.faults });
  });
  router.on(api.deleteSuppression, async ({ caller, params }) => {
    if (await liftSuppression(postgres, caller.account, params.id)) return undefined;
    throw new Refusal('not_found', 'there is no suppression of this id');
  });
}
