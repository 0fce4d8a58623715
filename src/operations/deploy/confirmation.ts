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

/** Goes on only when the name was given or is typed now; anything else changes nothing (`not_confirmed`, exit refused). */
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
    next: `type ${name} when asked, or give --confirm ${name}; nothing was changed`,
  });
}
