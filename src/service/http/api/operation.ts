import type { TSchema } from 'typebox';
import type { Permission } from '../../accounts/permission.ts';

/**
 * One operation of the API: what the router registers, what requests are validated by and what the
 * OpenAPI document says, in one object. The console's client takes its types from it.
 */
export type Operation = {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** OpenAPI's form: `/v1/leads/{id}`. */
  readonly path: string;
  readonly summary: string;
  readonly tag: string;
  /** `none`: anybody; `session`: whoever is signed in or holds a key; else the permission that is asked. */
  readonly permission: Permission | 'none' | 'session';
  readonly params?: TSchema;
  readonly query?: TSchema;
  readonly headers?: TSchema;
  readonly body?: TSchema;
  /** Media types of a body that is streamed to the handler, not parsed. */
  readonly streamedBody?: readonly string[];
  /** Status → schema of the answer; `null` is an answer without content. */
  readonly answers: Readonly<Record<number, TSchema | null>>;
  /** Media type of the answers where it is not JSON. */
  readonly answerType?: string;
  /** Statuses of the problem documents it may answer, beside those that every operation may. */
  readonly problems?: readonly number[];
};

/** Keeps an operation's literal types. */
export function operation<const O extends Operation>(declared: O): O {
  return declared;
}
