import { Failure } from '../failure.ts';

/** How a person or a pipeline says yes. */
export type Confirmation = {
  /** What must be typed: the environment's name. */
  readonly name: string;
  /** What stood on the command line after `--confirm`. */
  readonly given: string | undefined;
  /** Asks the person in front of a terminal; absent where nobody can answer. */
  readonly ask: ((question: string) => Promise<string>) | undefined;
  /** What will be done, as it stands in the question: `deploy 3 changes to production`. */
  readonly deed: string;
};

/**
 * Before anything is asked of AWS: a name that was given is the right one (`confirm_wrong`, exit usage), and where
 * none was given there is somebody to ask (`not_confirmed`, exit refused).
 */
export function checkConfirmable({ name, given, ask }: Omit<Confirmation, 'deed'>): void {
  if (given === name || (given === undefined && ask !== undefined)) return;
  if (given === undefined) {
    throw new Failure({
      code: 'not_confirmed',
      exit: 'refused',
      message: 'nothing was confirmed, and there is no terminal to ask at',
      facts: { expected: name },
      next: `give --confirm ${name}; nothing was changed`,
    });
  }
  throw new Failure({
    code: 'confirm_wrong',
    exit: 'usage',
    message: `--confirm is ${JSON.stringify(given)}, and the environment is ${name}`,
    facts: { expected: name, given },
    next: `give --confirm ${name} if that is the one you mean; nothing was changed`,
  });
}

/** Goes on only when the name was given or is typed now; anything else is not done (`not_confirmed`, exit refused). */
export async function confirm({ name, given, ask, deed }: Confirmation): Promise<void> {
  const answer = given ?? (await ask?.(`To ${deed}, type ${name}: `))?.trim();
  if (answer === name) return;
  throw new Failure({
    code: 'not_confirmed',
    exit: 'refused',
    message:
      answer === undefined
        ? `to ${deed} was not confirmed, and there is no terminal to ask at`
        : `to ${deed} was not confirmed: ${JSON.stringify(answer)} is not ${name}`,
    facts: { expected: name, given: answer ?? 'nothing' },
    next: `it was not done; type ${name} when asked, or give --confirm ${name}`,
  });
}
