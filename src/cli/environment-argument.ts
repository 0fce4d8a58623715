import { environmentNames, type Environment } from '../environments/environment.ts';
import { environmentNamed } from '../environments/environments.ts';
import { Failure } from '../operations/failure.ts';
import type { Context, Values } from './command.ts';
import { nearest } from './suggestion.ts';

/** The environment that an argument names; `unknown_environment` (exit usage) where there is none. */
export function readEnvironment(name: string): Environment {
  const found = environmentNamed(name);
  if (found !== undefined) return found;
  const near = nearest(name, environmentNames);
  throw new Failure({
    code: 'unknown_environment',
    exit: 'usage',
    message: `there is no environment ${JSON.stringify(name)}${near === undefined ? '' : `; did you mean ${near}?`}`,
    facts: { known: environmentNames.join(', ') },
    next: `name one of: ${environmentNames.join(', ')}`,
  });
}

/** For commands whose only argument is an environment, which may be left out where they have one of their own. */
export function checkEnvironment(_context: Context, _values: Values, [name]: readonly string[]): void {
  if (name !== undefined) readEnvironment(name);
}
