import type { TSchema } from 'typebox';
import { Settings } from 'typebox/system';

/** What is wrong with a value, and where. Never the value itself: it may be personal. */
export type Fault = {
  /** JSON pointer. */
  readonly path: string;
  readonly code: string;
  readonly detail: string;
  readonly allowed?: readonly string[];
};

/** A validation error as TypeBox and Ajv tell it. */
type SchemaError = {
  readonly keyword: string;
  readonly schemaPath: string;
  readonly instancePath: string;
  readonly params: object;
  readonly message: string;
};

/** More would be noise. */
const mostFaults = 20;

// TypeBox stops at 8 errors, of which several may tell of one place.
Settings.Set({ maxErrors: 8 * mostFaults });

/** Errors that only repeat another of the same place. */
const echoes: ReadonlySet<string> = new Set(['anyOf', 'oneOf', 'if', 'unevaluatedProperties']);

/** Words for the errors of a schema's validation; one fault a place. */
export function faultsOf(errors: readonly SchemaError[], schema: TSchema): Fault[] {
  const faults = new Map<string, Fault>();
  for (const error of errors) {
    for (const fault of wordsOf(error, schema)) {
      const path = shortened(fault.path);
      if (!faults.has(path) && faults.size < mostFaults) faults.set(path, { ...fault, path });
    }
  }
  if (faults.size > 0) return [...faults.values()];
  return [
    { path: errors[0]?.instancePath ?? '', code: 'not_allowed', detail: 'none of the allowed shapes fits' },
  ];
}

function wordsOf(error: SchemaError, schema: TSchema): Fault[] {
  const { keyword, instancePath: path, message } = error;
  const params = error.params as Record<string, unknown>;
  // A field that may be null has another type too; what is wrong with a name is told at its object.
  if (echoes.has(keyword) || params['type'] === 'null' || error.schemaPath.endsWith('/propertyNames'))
    return [];
  if (keyword === 'required') {
    const missing = (params['requiredProperties'] ?? [params['missingProperty']]) as string[];
    return missing.map((name) => ({
      path: `${path}/${pointerStep(name)}`,
      code: 'missing',
      detail: 'this field is needed',
    }));
  }
  if (keyword === 'boolean') return [unknownField(schema, path)];
  if (keyword === 'additionalProperties') {
    const unknown = (params['additionalProperties'] ?? [params['additionalProperty']]) as string[];
    return unknown.map((name) => unknownField(schema, `${path}/${pointerStep(name)}`));
  }
  const allowed = params['allowedValues'];
  return [
    {
      path,
      code: codeOfKeyword[keyword] ?? 'not_allowed',
      detail: keyword === 'propertyNames' ? 'a name in it is not allowed' : message,
      ...(Array.isArray(allowed) ? { allowed: allowed.map(String) } : {}),
    },
  ];
}

function unknownField(schema: TSchema, path: string): Fault {
  const allowed = fieldsAt(schema, path.slice(0, path.lastIndexOf('/')));
  return {
    path,
    code: 'unknown_field',
    detail: 'there is no such field',
    ...(allowed.length > 0 ? { allowed } : {}),
  };
}

/** RFC 6901, section 4. */
function pointerStep(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}

/** Names come from outside, and may be of any length. */
function shortened(path: string): string {
  return path.replaceAll(/([^/]{100})[^/]+/g, '$1…');
}

const codeOfKeyword: Readonly<Record<string, string>> = {
  type: 'wrong_type',
  const: 'not_allowed',
  enum: 'not_allowed',
  format: 'wrong_format',
  pattern: 'wrong_format',
  minLength: 'too_short',
  maxLength: 'too_long',
  minimum: 'too_small',
  maximum: 'too_great',
  minItems: 'too_few',
  maxItems: 'too_many',
  uniqueItems: 'repeated',
  minProperties: 'too_few',
  maxProperties: 'too_many',
  propertyNames: 'wrong_name',
};

/** The fields that an object may have at a place of the schema, as far as they can be told. */
function fieldsAt(schema: TSchema, path: string): string[] {
  let here: Record<string, unknown> | undefined = schema as Record<string, unknown>;
  for (const step of path.split('/').slice(1)) here = stepInto(here, step);
  return Object.keys(objectOf(here)?.['properties'] ?? {});
}

function stepInto(
  schema: Record<string, unknown> | undefined,
  step: string,
): Record<string, unknown> | undefined {
  const properties = objectOf(schema)?.['properties'] as Record<string, Record<string, unknown>> | undefined;
  return properties?.[step];
}

function objectOf(schema: Record<string, unknown> | undefined): Record<string, unknown> | undefined {
  if (schema === undefined || 'properties' in schema) return schema;
  return (schema['anyOf'] as Record<string, unknown>[] | undefined)?.find((branch) => 'properties' in branch);
}
