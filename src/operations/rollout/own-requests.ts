import { setTimeout as wait } from 'node:timers/promises';
import { newestHeader } from '../../platform/midcoast.ts';

/** Where a deploy asks the version that it rolls out, and how often. */
export type OwnRequests = {
  /** Of the front door, such as `https://api.midcoast.com`. */
  readonly url: string;
  readonly everyMs: number;
};

/** What came of them. */
export type OwnAnswers = {
  readonly asked: number;
  /** Answered with anything but 200, or not at all. */
  readonly failed: number;
  /** Of the last that failed. */
  readonly said?: string;
};

const answerMs = 10_000;

/**
 * Asks the newest version for its number, one request after another at an even pace, until it is stopped: so that there
 * is something to judge a version by when nobody else asks. What is wrong is no error here: it is counted, as the
 * version's metrics and the gateway's count it, by which it is judged.
 */
export function askNewest({ url, everyMs }: OwnRequests): { readonly stop: () => Promise<OwnAnswers> } {
  const over = new AbortController();
  let answers: OwnAnswers = { asked: 0, failed: 0 };
  const asking = (async () => {
    while (!over.signal.aborted) {
      const [trouble] = await Promise.all([
        ask(new URL('/v1/version', url), over.signal),
        wait(everyMs, undefined, { signal: over.signal }).catch(() => {}),
      ]);
      if (trouble !== 'stopped') answers = counted(answers, trouble);
    }
  })();
  return {
    async stop() {
      over.abort();
      await asking;
      return answers;
    },
  };
}

function counted({ asked, failed, said }: OwnAnswers, trouble: string | undefined): OwnAnswers {
  const last = trouble ?? said;
  return {
    asked: asked + 1,
    failed: failed + (trouble === undefined ? 0 : 1),
    ...(last !== undefined && { said: last }),
  };
}

/** What is wrong with the answer, or undefined. */
async function ask(address: URL, signal: AbortSignal): Promise<string | undefined> {
  try {
    const answer = await fetch(address, {
      headers: { [newestHeader.name]: newestHeader.value },
      redirect: 'error',
      signal: AbortSignal.any([signal, AbortSignal.timeout(answerMs)]),
    });
    await answer.arrayBuffer();
    return answer.status === 200 ? undefined : `${address.pathname} answers ${answer.status}`;
  } catch (error) {
    if (signal.aborted) return 'stopped';
    const { message, cause } = error as Error;
    return cause instanceof Error ? `${message}: ${cause.message}` : message;
  }
}
