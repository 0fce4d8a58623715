import type { Manifest } from '../../../platform/midcoast.ts';

/** As much of JSON Schema as is touched here: https://json-schema.org/draft/2020-12 */
export type JsonSchema = {
  readonly $id?: string;
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: JsonSchema | boolean;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly enum?: readonly unknown[];
  readonly required?: readonly string[];
  readonly $defs?: Readonly<Record<string, JsonSchema>>;
};

/** Of the file that kubeconform looks for: kind, first word of the group, version, in small letters. */
export function schemaName({ kind, apiVersion }: Pick<Manifest, 'kind' | 'apiVersion'>): string {
  const [version = '', group] = apiVersion.split('/').toReversed();
  const [first] = group?.split('.') ?? [];
  return `${[kind, ...(first === undefined ? [] : [first]), version].join('-').toLowerCase()}.json`;
}
