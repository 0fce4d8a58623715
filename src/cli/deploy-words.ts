import { createInterface } from 'node:readline/promises';
import type { Environment } from '../environments/environment.ts';
import type { Confirmation } from '../operations/deploy/confirmation.ts';
import { Failure } from '../operations/failure.ts';
import type { Context, Values } from './command.ts';

/** The parts that may be deployed without the others. */
export const parts = ['cloud'] as const;

type DeployPart = (typeof parts)[number];

const digestForm = /^sha256:[0-9a-f]{64}$/;

/** What stood after `--image`. */
export function readDigest(values: Values): string | undefined {
  const given = values['image'];
  if (given === undefined) return undefined;
  if (typeof given === 'string' && digestForm.test(given)) return given;
  throw new Failure({
    code: 'digest_invalid',
    exit: 'usage',
    message: `${JSON.stringify(given)} is no digest of an image`,
    facts: { form: 'sha256: and 64 hexadecimal digits' },
    next: 'give the digest that ./midcoast build --push printed; a tag may mean another image tomorrow',
  });
}

/** What stood after `--only`: one part alone. */
export function readPart(values: Values): DeployPart | undefined {
  const { only } = values;
  const part = parts.find((each) => each === only);
  if (only === undefined || part !== undefined) return part;
  throw new Failure({
    code: 'unknown_part',
    exit: 'usage',
    message: `there is no part ${JSON.stringify(only)} that is deployed alone`,
    facts: { parts: parts.join(', ') },
    next: `name one of: ${parts.join(', ')}; without --only all of it is deployed`,
  });
}

/** How the environment's name may be confirmed: by what stood after `--confirm`, or by a person. */
export function confirmationOf(
  context: Context,
  { confirm: given }: Values,
  { name }: Environment,
): Omit<Confirmation, 'deed'> {
  return { name, given: typeof given === 'string' ? given : undefined, ask: questioner(context) };
}

/** Asks on stderr and reads a line of stdin, where a person sits before both. */
function questioner({ terminal, signal }: Context): Confirmation['ask'] {
  if (!terminal.interactive || !process.stdin.isTTY) return undefined;
  return async (question) => {
    const lines = createInterface({ input: process.stdin, output: process.stderr });
    try {
      return await lines.question(terminal.colour.bold(question), { signal });
    } finally {
      lines.close();
    }
  };
}
