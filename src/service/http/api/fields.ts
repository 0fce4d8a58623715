import { Type, type TSchema } from 'typebox';

/** Fields that several resources have. */
export const Id = Type.String({ format: 'uuid', description: 'UUIDv7' });
export const Time = Type.String({ format: 'date-time', description: 'RFC 3339, UTC' });
export const Position = Type.String({
  pattern: '^[0-9]+\\.[0-9]+$',
  maxLength: 40,
  description: 'Opaque; grows in commit order',
});
export const Count = Type.Integer({ minimum: 0 });

/** A field that may be null. */
export const nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);

export const IdParams = Type.Object({ id: Id });

export const page = { limit: 50, most: 200 } as const;

/** Query of a list. */
export const pageQuery = {
  limit: Type.Optional(
    Type.Integer({ minimum: 1, maximum: page.most, default: page.limit, description: 'Items a page' }),
  ),
  cursor: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 200,
      pattern: '^[A-Za-z0-9_-]+$',
      description: '`nextCursor` of the page before',
    }),
  ),
};

/** A page of a list. */
export const listOf = <T extends TSchema>(item: T) =>
  Type.Object({ items: Type.Array(item), nextCursor: nullable(Type.String()) });
