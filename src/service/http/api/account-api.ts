import { Type, type Static } from 'typebox';
import { permissions, roles } from '../../accounts/permission.ts';
import { Id, IdParams, Time, listOf, nullable, pageQuery } from './fields.ts';
import { operation } from './operation.ts';

const Name = Type.String({ minLength: 1, maxLength: 100, pattern: '\\S' });
const WindowDays = Type.Integer({
  minimum: 1,
  maximum: 3_650,
  description: 'Days in which a repeat is a duplicate',
});
const Email = Type.String({ minLength: 3, maxLength: 320, pattern: '^[^\\s@]+@[^\\s@]+$' });
const Password = Type.String({ minLength: 12, maxLength: 200 });

export const AccountView = Type.Object({
  id: Id,
  name: Type.String(),
  duplicateWindowDays: WindowDays,
  createdAt: Time,
});

export type AccountView = Static<typeof AccountView>;

export const listAccounts = operation({
  method: 'GET',
  path: '/v1/accounts',
  tag: 'Accounts',
  summary: 'The accounts that you may see: your own',
  permission: 'account:read',
  query: Type.Object(pageQuery),
  answers: { 200: listOf(AccountView) },
  problems: [400],
});

export const getAccount = operation({
  method: 'GET',
  path: '/v1/accounts/{id}',
  tag: 'Accounts',
  summary: 'One account',
  permission: 'account:read',
  params: IdParams,
  answers: { 200: AccountView },
  problems: [400, 404],
});

export const patchAccount = operation({
  method: 'PATCH',
  path: '/v1/accounts/{id}',
  tag: 'Accounts',
  summary: 'Change an account',
  permission: 'account:write',
  params: IdParams,
  body: Type.Object(
    { name: Type.Optional(Name), duplicateWindowDays: Type.Optional(WindowDays) },
    { additionalProperties: false, minProperties: 1 },
  ),
  answers: { 200: AccountView },
  problems: [400, 404, 413, 415, 422],
});

export const postAccount = operation({
  method: 'POST',
  path: '/v1/accounts',
  tag: 'Accounts',
  summary: 'Make an account with its first API key, shown this once',
  permission: 'accounts:create',
  body: Type.Object({ name: Name }, { additionalProperties: false }),
  answers: { 201: Type.Object({ account: AccountView, apiKey: Type.String() }) },
  problems: [400, 413, 415, 422],
});

const rate = Type.Integer({
  minimum: 1,
  maximum: 100_000,
  description:
    'Leads a second, with bursts of as many, in each process of the service: behind several, up to as many times that',
});

export const ApiKeyView = Type.Object({
  id: Id,
  name: Type.String(),
  prefix: Type.String({ description: 'How the key starts; the rest is not kept' }),
  scopes: Type.Array(Type.Enum(permissions)),
  ratePerSecond: rate,
  createdAt: Time,
  lastUsedAt: nullable(Time),
});

export type ApiKeyView = Static<typeof ApiKeyView>;

export const listApiKeys = operation({
  method: 'GET',
  path: '/v1/api-keys',
  tag: 'API keys',
  summary: 'API keys that work, newest first',
  permission: 'keys:manage',
  query: Type.Object(pageQuery),
  answers: { 200: listOf(ApiKeyView) },
  problems: [400],
});

export const postApiKey = operation({
  method: 'POST',
  path: '/v1/api-keys',
  tag: 'API keys',
  summary: 'Make an API key, shown this once; no scope beyond your own',
  permission: 'keys:manage',
  body: Type.Object(
    {
      name: Name,
      scopes: Type.Array(Type.Enum(permissions), {
        minItems: 1,
        maxItems: permissions.length,
        uniqueItems: true,
      }),
      ratePerSecond: Type.Optional(rate),
    },
    { additionalProperties: false },
  ),
  answers: { 201: Type.Object({ key: ApiKeyView, apiKey: Type.String() }) },
  problems: [400, 413, 415, 422],
});

export const deleteApiKey = operation({
  method: 'DELETE',
  path: '/v1/api-keys/{id}',
  tag: 'API keys',
  summary: 'Revoke an API key at once',
  permission: 'keys:manage',
  params: IdParams,
  answers: { 204: null },
  problems: [400, 404],
});

export const UserView = Type.Object({
  id: Id,
  email: Type.String(),
  name: Type.String(),
  role: Type.Enum(roles),
  createdAt: Time,
});

export type UserView = Static<typeof UserView>;

export const listUsers = operation({
  method: 'GET',
  path: '/v1/users',
  tag: 'Users',
  summary: 'People who may sign in',
  permission: 'users:manage',
  query: Type.Object(pageQuery),
  answers: { 200: listOf(UserView) },
  problems: [400],
});

export const postUser = operation({
  method: 'POST',
  path: '/v1/users',
  tag: 'Users',
  summary: 'Let a person sign in',
  permission: 'users:manage',
  body: Type.Object(
    { email: Email, name: Name, role: Type.Enum(roles), password: Password },
    { additionalProperties: false },
  ),
  answers: { 201: UserView },
  problems: [400, 409, 413, 415, 422],
});

export const patchUser = operation({
  method: 'PATCH',
  path: '/v1/users/{id}',
  tag: 'Users',
  summary: 'Change a person’s name, role or password; a new password ends their sessions',
  permission: 'users:manage',
  params: IdParams,
  body: Type.Object(
    { name: Type.Optional(Name), role: Type.Optional(Type.Enum(roles)), password: Type.Optional(Password) },
    { additionalProperties: false, minProperties: 1 },
  ),
  answers: { 200: UserView },
  problems: [400, 404, 409, 413, 415, 422],
});

export const deleteUser = operation({
  method: 'DELETE',
  path: '/v1/users/{id}',
  tag: 'Users',
  summary: 'End a person’s access and sessions',
  permission: 'users:manage',
  params: IdParams,
  answers: { 204: null },
  problems: [400, 404, 409],
});

/** Who is signed in, and the token that every change must carry as `X-CSRF-Token`. */
export const SessionView = Type.Object({
  user: UserView,
  account: AccountView,
  permissions: Type.Array(Type.Enum(permissions)),
  csrfToken: Type.String(),
  expiresAt: Time,
});

export type SessionView = Static<typeof SessionView>;

export const postSession = operation({
  method: 'POST',
  path: '/v1/session',
  tag: 'Session',
  summary: 'Sign in to the console',
  permission: 'none',
  body: Type.Object(
    { email: Type.String({ maxLength: 320 }), password: Type.String({ maxLength: 200 }) },
    { additionalProperties: false },
  ),
  answers: { 201: SessionView },
  problems: [400, 401, 413, 415, 422, 429],
});

export const getSession = operation({
  method: 'GET',
  path: '/v1/session',
  tag: 'Session',
  summary: 'Who is signed in',
  permission: 'session',
  answers: { 200: SessionView },
  problems: [403],
});

export const deleteSession = operation({
  method: 'DELETE',
  path: '/v1/session',
  tag: 'Session',
  summary: 'Sign out',
  permission: 'session',
  answers: { 204: null },
  problems: [403],
});
