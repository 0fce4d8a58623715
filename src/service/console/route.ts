import type { Permission } from '../accounts/permission.ts';

/**
 * The pages of the console and their addresses. The path names the page and the thing, the query every
 * filter, so that an address is a view that can be sent to somebody else.
 */
export type PageName = keyof typeof pages;

export type Route =
  | { readonly page: Exclude<PageName, 'lead' | 'import'> }
  | { readonly page: 'lead' | 'import'; readonly id: string }
  | { readonly page: 'not-found' };

type PageEntry = {
  readonly title: string;
  /** First is the page's own address; others lead to it too. */
  readonly paths: readonly string[];
  /** What one must be allowed to see it. */
  readonly permission: Permission | null;
  /** The letter that follows `g`. */
  readonly letter?: string;
};

export const pages = {
  leads: { title: 'Leads', paths: ['/leads', '/'], permission: 'leads:read', letter: 'l' },
  lead: { title: 'Lead', paths: ['/leads/{id}'], permission: 'leads:read' },
  imports: { title: 'Imports', paths: ['/imports'], permission: 'imports:read', letter: 'i' },
  import: { title: 'Import', paths: ['/imports/{id}'], permission: 'imports:read' },
  sources: { title: 'Sources', paths: ['/sources'], permission: 'sources:read', letter: 's' },
  leaderboard: { title: 'Leaderboard', paths: ['/leaderboard'], permission: 'leaderboard:read', letter: 'b' },
  suppressions: {
    title: 'Suppressions',
    paths: ['/suppressions'],
    permission: 'suppressions:read',
    letter: 'u',
  },
  system: { title: 'System', paths: ['/system'], permission: 'system:read', letter: 'y' },
  settings: { title: 'Settings', paths: ['/settings'], permission: 'users:manage', letter: 't' },
  'sign-in': { title: 'Sign in', paths: ['/sign-in'], permission: null },
} as const satisfies Record<string, PageEntry>;

/** The page at a path; a path that is none's is `not-found`. */
export function routeOf(path: string): Route {
  const plain = path.length > 1 ? path.replace(/\/$/, '') : path;
  for (const [page, entry] of Object.entries(pages) as [PageName, PageEntry][]) {
    for (const pattern of entry.paths) {
      if (pattern === plain) return { page } as Route;
      const [head] = pattern.split('{id}');
      if (!pattern.endsWith('{id}') || head === undefined || !plain.startsWith(head)) continue;
      const id = plain.slice(head.length);
      if (id !== '' && !id.includes('/')) return idRoute(page as 'lead' | 'import', id);
    }
  }
  return { page: 'not-found' };
}

/** Ids are UUIDs: what is none is nobody's, and need not be asked for. */
const idForm = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const idRoute = (page: 'lead' | 'import', text: string): Route =>
  idForm.test(text) ? { page, id: text } : { page: 'not-found' };

/** The address of a page, with the id of the thing where it has one. */
export function pathOf(page: PageName, id?: string): string {
  return pages[page].paths[0].replace('{id}', encodeURIComponent(id ?? ''));
}

/** A query with some values changed; `null` or an empty text takes one out. Order stays as it was. */
export function changedQuery(search: string, changes: Readonly<Record<string, string | null>>): string {
  const query = new URLSearchParams(search);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null || value === '') query.delete(name);
    else query.set(name, value);
  }
  const text = query.toString();
  return text === '' ? '' : `?${text}`;
}

/** Where to go after signing in: only an address of this console, never another site. */
export function safeReturn(next: string | null): string {
  return next !== null && /^\/(?![/\\])/.test(next) && !next.startsWith('/sign-in') ? next : '/leads';
}
