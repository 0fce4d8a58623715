import type { Sessions } from '../../accounts/session.ts';
import { addUser, listUsers, type BeyondOwn } from '../../accounts/user.ts';
import { patchUser, removeUser } from '../../accounts/user-change.ts';
import type { Postgres } from '../../connections/postgres.ts';
import * as api from '../api/account-api.ts';
import { page } from '../api/fields.ts';
import { idOf, pageById } from '../cursor.ts';
import { Refusal } from '../problem.ts';
import type { Router } from '../routing.ts';

/** The people of an account who may sign in. */
export function userRoutes(router: Router, postgres: Postgres, sessions: Sessions): void {
  router.on(api.listUsers, async ({ caller, query }) => {
    const limit = query.limit ?? page.limit;
    return pageById(await listUsers(postgres, caller.account, limit + 1, idOf(query.cursor)), limit);
  });
  router.on(api.postUser, async ({ caller, body }) => {
    const added = await addUser(postgres, caller, { ...body, name: body.name.trim() });
    if (added.kind === 'added') return added.user;
    if (added.kind === 'beyond_own') throw beyondOwn(added);
    throw new Refusal('already_exists', 'somebody signs in with this address', {
      errors: [{ path: '/email', code: 'already_exists', detail: 'an address signs in to one account' }],
    });
  });
  router.on(api.patchUser, async ({ caller, params, body }) => {
    const patched = await patchUser(postgres, sessions, caller, params.id, body);
    switch (patched.kind) {
      case 'changed':
        return patched.user;
      case 'beyond_own':
        throw beyondOwn(patched);
      default:
        throw unchanged(patched.kind);
    }
  });
  router.on(api.deleteUser, async ({ caller, params }) => {
    const removed = await removeUser(postgres, sessions, caller, params.id);
    if (removed.kind !== 'removed') throw unchanged(removed.kind);
    return undefined;
  });
}

function beyondOwn({ role }: BeyondOwn): Refusal {
  return new Refusal('not_allowed', `the role ${role} may do what you may not`, {
    errors: [
      { path: '/role', code: 'permission_missing', detail: 'whoever made such a person could act as them' },
    ],
  });
}

function unchanged(why: 'unknown' | 'last_admin'): Refusal {
  return why === 'unknown'
    ? new Refusal('not_found', 'there is no person of this id')
    : new Refusal('last_admin', 'make another person administrator first');
}
