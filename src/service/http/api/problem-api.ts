import { Type, type Static } from 'typebox';

/** RFC 9457 problem document. `code` is stable; `errors` names each fault with its place. */
export const Problem = Type.Object({
  type: Type.String({ description: 'URI reference of the code’s description' }),
  title: Type.String(),
  status: Type.Integer({ minimum: 400, maximum: 599 }),
  code: Type.String(),
  detail: Type.String(),
  requestId: Type.Optional(Type.String({ description: 'To quote when you ask for help' })),
  errors: Type.Array(
    Type.Object({
      path: Type.String({ description: 'JSON pointer into the request' }),
      code: Type.String(),
      detail: Type.String(),
      allowed: Type.Optional(Type.Array(Type.String())),
    }),
  ),
});

export type Problem = Static<typeof Problem>;
