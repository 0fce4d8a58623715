import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Refusal } from './problem.ts';

const bodies = new WeakMap<FastifyRequest, string>();

/** The bytes of a JSON body as they came, for comparing it with an earlier one. */
export function textOf(request: FastifyRequest): string {
  return bodies.get(request) ?? '';
}

/** Deeper than any lead; it keeps a hostile body from costing more than its size. */
const deepest = 12;

/** Reads JSON bodies and keeps their text. Refuses what is no JSON, and what is nested too deep. */
export function readJsonBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, text, done) => {
    bodies.set(request, text as string);
    try {
      done(null, parseJson(text as string));
    } catch (error) {
      done(error as Error, undefined);
    }
  });
}

/** The value of a JSON body. Throws a `Refusal` where it is none, or nested too deep. */
export function parseJson(text: string): unknown {
  if (isTooDeep(text)) throw new Refusal('bad_json', `the body is nested deeper than ${deepest}`);
  try {
    return JSON.parse(text);
  } catch {
    throw new Refusal(
      'bad_json',
      text.trim() === '' ? 'the body is empty' : 'the body is not well-formed JSON',
    );
  }
}

function isTooDeep(text: string): boolean {
  let opened = 0;
  for (let at = text.indexOf('{'); at !== -1 && opened <= deepest; at = text.indexOf('{', at + 1))
    opened += 1;
  for (let at = text.indexOf('['); at !== -1 && opened <= deepest; at = text.indexOf('[', at + 1))
    opened += 1;
  return opened > deepest && depthOf(text) > deepest;
}

function depthOf(text: string): number {
  let depth = 0;
  let greatest = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (character === '\\' && quoted) at += 1;
    else if (character === '"') quoted = !quoted;
    else if (!quoted && (character === '{' || character === '[')) greatest = Math.max(greatest, ++depth);
    else if (!quoted && (character === '}' || character === ']')) depth -= 1;
  }
  return greatest;
}
