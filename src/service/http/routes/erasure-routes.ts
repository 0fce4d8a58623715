import type { Postgres } from '../../connections/postgres.ts';
import type { ContactKeys } from '../../leads/contact.ts';
import { eraseContact, eraseLead, listErasures } from '../../leads/erasure.ts';
import { contactFault, hashOf } from '../../leads/suppression.ts';
import { page } from '../api/fields.ts';
import * as api from '../api/lead-api.ts';
import { cursorPage, placeOf } from '../cursor.ts';
import { Refusal } from '../problem.ts';
import type { Router } from '../routing.ts';

/** Forgetting people: one lead, or all leads that came with a contact. */
export function erasureRoutes(router: Router, postgres: Postgres, contactKeys: ContactKeys): void {
  router.on(api.eraseLead, async ({ caller, params }) => {
    if (await eraseLead(postgres, caller.account, params.id, caller.actor)) return undefined;
    throw new Refusal('not_found', 'there is no lead of this id');
  });
  router.on(api.postErasure, async ({ caller, body }) => {
    const hash = hashOf(contactKeys, body.kind, body.value);
    if (hash === undefined)
      throw new Refusal('invalid', 'the contact is not valid', { errors: [contactFault(body.kind)] });
    return eraseContact(postgres, caller.account, hash, caller.actor);
  });
  router.on(api.listErasures, async ({ caller, query }) => {
    const { limit = page.limit, cursor } = query;
    return cursorPage(await listErasures(postgres, caller.account, { limit, before: placeOf(cursor) }));
  });
}
