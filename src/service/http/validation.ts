import { Compile } from 'typebox/compile';
import type { TSchema } from 'typebox';
import { badCharacterFault, holdsBadCharacter } from '../leads/bad-character.ts';
import { faultsOf } from '../leads/fault.ts';
import type { Operation } from './api/operation.ts';
import { Refusal } from './problem.ts';

export type Part = 'params' | 'query' | 'headers' | 'body';

type Check = (value: unknown) => unknown;

/** Checks the parts of a request against the schemas of its operation, once compiled. */
export type Validation = Readonly<Record<Part, Check>>;

const sayOf: Readonly<Record<Part, string>> = {
  params: 'the path is not valid',
  query: 'the query is not valid',
  headers: 'the headers are not valid',
  body: 'the body is not valid',
};

/** Paths, queries and headers are text: numbers in them are read. Bodies are taken as they are. */
export function validationOf(operation: Operation): Validation {
  return {
    params: checkOf('params', operation.params),
    query: checkOf('query', operation.query),
    headers: checkOf('headers', operation.headers),
    body: checkOf('body', operation.body),
  };
}

function checkOf(part: Part, schema: TSchema | undefined): Check {
  if (schema === undefined) return (value) => value;
  const compiled = Compile(schema);
  const refusal = part === 'body' ? 'invalid' : 'bad_request';
  return (given) => {
    const value = part === 'body' ? given : readNumbers(schema, given as object);
    if (compiled.Check(value)) {
      if (!holdsBadCharacter(JSON.stringify(value))) return value;
      throw new Refusal(refusal, sayOf[part], { errors: [badCharacterFault] });
    }
    throw new Refusal(refusal, sayOf[part], { errors: faultsOf(compiled.Errors(value), schema) });
  };
}

/** A copy in which the texts that should be whole numbers, and are written as such, are numbers. */
function readNumbers(schema: TSchema, given: object): Record<string, unknown> {
  const { properties } = schema as unknown as { properties: Record<string, { type?: string }> };
  const read: Record<string, unknown> = { ...given };
  for (const [name, field] of Object.entries(properties)) {
    const text = read[name];
    if (field.type === 'integer' && typeof text === 'string' && /^-?\d{1,15}$/.test(text))
      read[name] = Number(text);
  }
  return read;
}
