import { schemaName, type JsonSchema } from './json-schema.ts';

/** What JSON Schema has not: https://kubernetes.io/docs/reference/kubernetes-api/extend-resources/custom-resource-definition-v1/ */
type OpenApiSchema = Omit<JsonSchema, 'properties' | 'additionalProperties' | 'items' | 'type' | 'anyOf'> & {
  readonly type?: string;
  readonly nullable?: boolean;
  readonly properties?: Readonly<Record<string, OpenApiSchema>>;
  readonly additionalProperties?: OpenApiSchema | boolean;
  readonly items?: OpenApiSchema;
  readonly anyOf?: readonly unknown[];
  readonly 'x-kubernetes-int-or-string'?: boolean;
  readonly 'x-kubernetes-preserve-unknown-fields'?: boolean;
};

/** A CustomResourceDefinition, as its maker ships it. */
export type Definition = {
  readonly spec: {
    readonly group: string;
    readonly names: { readonly kind: string };
    readonly versions: readonly {
      readonly name: string;
      readonly served: boolean;
      readonly schema?: { readonly openAPIV3Schema: OpenApiSchema };
    }[];
  };
};

/** A schema for each version that is served, by the name of its file; a field that is not in it is refused. */
export function definedSchemas(definitions: readonly Definition[]): ReadonlyMap<string, JsonSchema> {
  return new Map(
    definitions.flatMap(({ spec: { group, names, versions } }) =>
      versions
        .filter(({ served }) => served)
        .map(({ name, schema }) => {
          const { properties, ...rest } = schema?.openAPIV3Schema ?? {};
          // These the API server reads by itself, whatever the definition says.
          const always = { apiVersion: {}, kind: {}, metadata: freeObject };
          return [
            schemaName({ kind: names.kind, apiVersion: `${group}/${name}` }),
            closed({ ...rest, properties: { ...properties, ...always } }),
          ] as const;
        }),
    ),
  );
}

const freeObject: OpenApiSchema = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };

function closed(schema: OpenApiSchema): JsonSchema {
  const { type, nullable, properties, additionalProperties, items, anyOf, ...rest } = schema;
  const either = schema['x-kubernetes-int-or-string'] === true;
  const open = schema['x-kubernetes-preserve-unknown-fields'] === true;
  return {
    ...rest,
    ...(type !== undefined && !either && { type: nullable === true ? [type, 'null'] : type }),
    ...(either && { anyOf: [{ type: 'integer' }, { type: 'string' }] }),
    ...(anyOf !== undefined && !either && { anyOf: anyOf as readonly JsonSchema[] }),
    ...(items && { items: closed(items) }),
    ...(properties && { properties: mapped(properties), additionalProperties: open }),
    ...(typeof additionalProperties === 'object' && { additionalProperties: closed(additionalProperties) }),
    ...(typeof additionalProperties === 'boolean' && { additionalProperties }),
  };
}

function mapped(properties: Readonly<Record<string, OpenApiSchema>>): Readonly<Record<string, JsonSchema>> {
  return Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, closed(schema)]));
}
