import { draw } from '../operations/diagram/diagram.ts';
import { exitCodes } from '../operations/failure.ts';
import type { Context, Values } from './command.ts';
import { readEnvironment } from './environment-argument.ts';

/** Draws an environment. */
export function run(
  context: Context,
  values: Values,
  [name = 'production']: readonly string[],
): Promise<number> {
  const environment = readEnvironment(name);
  const { svg, mermaid } = draw(environment);
  context.print((values['svg'] === true ? svg : mermaid).trimEnd());
  context.json({ environment: environment.name, mermaid, svg });
  return Promise.resolve(exitCodes.done);
}
