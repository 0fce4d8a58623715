import type { TSchema } from 'typebox';

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
  readonly instancePath: string;
  readonly params: object;
  readonly message: string;
};

/** More would be noise. */
const mostFaults = 20;

/** Errors that only repeat another of the same place. */
const echoes: ReadonlySet<string> = new Set(['boolean', 'anyOf', 'oneOf', 'if', 'unevaluatedProperties']);

/** Words for the errors of a schema's validation; one fault a place. */
export function faultsOf(errors: readonly SchemaError[], schema: TSchema): Fault[] {
  const faults = new Map<string, Fault>();
  for (const error of errors) {
    for (const fault of wordsOf(error, schema)) {
      if (!faults.has(fault.path) && faults.size < mostFaults) faults.set(fault.path, fault);
    }
  }
  if (faults.size > 0) return [...faults.values()];
  return [{ path: errors[0]?.instancePath ?? '', code: 'not_allowed', detail: 'none of the allowed shapes fits' }];
}

function wordsOf(error: SchemaError, schema: TSchema): Fault[] {
  const { keyword, instancePath: path, message } = error;
  const params = error.params as Record<string, unknown>;
  if (echoes.has(keyword) || params['type'] === 'null') return []; // A field that may be null has another type too.
  if (keyword === 'required') {
    const missing = (params['requiredProperties'] ?? [params['missingProperty']]) as string[];
    return missing.map((name) => ({ path: `${path}/${pointerStep(name)}`, code: 'missing', detail: 'this field is needed' }));
  }
  if (keyword === 'additionalProperties') {
    const unknown = (params['additionalProperties'] ?? [params['additionalProperty']]) as string[];
    const allowed = fieldsAt(schema, path);
    return unknown.map((name) => ({
      path: `${path}/${pointerStep(name.slice(0, 100))}`,
      code: 'unknown_field',
      detail: 'there is no such field',
      ...(allowed.length > 0 ? { allowed } : {}),
    }));
  }
  const allowed = params['allowedValues'];
  return [
    {
      path,
      code: codeOfKeyword[keyword] ?? 'not_allowed',
      detail: message,
      ...(Array.isArray(allowed) ? { allowed: allowed.map(String) } : {}),
    },
  ];
}

/** RFC 6901, section 4. */
function pointerStep(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
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
  return Object.keys((objectOf(here)?.['properties'] ?? {}) as object);
}

function stepInto(schema: Record<string, unknown> | undefined, step: string): Record<string, unknown> | undefined {
  const properties = objectOf(schema)?.['properties'] as Record<string, Record<string, unknown>> | undefined;
  return properties?.[step];
}

function objectOf(schema: Record<string, unknown> | undefined): Record<string, unknown> | undefined {
  if (schema === undefined || 'properties' in schema) return schema;
  return (schema['anyOf'] as Record<string, unknown>[] | undefined)?.find((branch) => 'properties' in branch);
}
