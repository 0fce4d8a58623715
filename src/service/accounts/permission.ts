/** What a caller may do. An API key holds a list of these; a user's role stands for a list. */
export const permissions = [
  'leads:read',
  'leads:write',
  'leads:erase',
  'imports:read',
  'imports:write',
  'sources:read',
  'sources:write',
  'suppressions:read',
  'suppressions:write',
  'leaderboard:read',
  'events:read',
  'system:read',
  'account:read',
  'account:write',
  'keys:manage',
  'users:manage',
  'accounts:create',
] as const;

export type Permission = (typeof permissions)[number];

export const roles = ['viewer', 'operator', 'admin'] as const;

export type Role = (typeof roles)[number];

const viewer: readonly Permission[] = [
  'leads:read',
  'imports:read',
  'sources:read',
  'suppressions:read',
  'leaderboard:read',
  'events:read',
  'system:read',
  'account:read',
];

const operator: readonly Permission[] = [
  ...viewer,
  'leads:write',
  'imports:write',
  'sources:write',
  'suppressions:write',
];

const admin: readonly Permission[] = [
  ...operator,
  'leads:erase',
  'account:write',
  'keys:manage',
  'users:manage',
];

/** What each role may do. Making further accounts is for API keys of the platform alone. */
export const permissionsOfRole: Readonly<Record<Role, ReadonlySet<Permission>>> = {
  viewer: new Set(viewer),
  operator: new Set(operator),
  admin: new Set(admin),
};

/** Roles that hold a permission, least first: what a refusal names. */
export function rolesThatMay(permission: Permission): readonly Role[] {
  return roles.filter((role) => permissionsOfRole[role].has(permission));
}
