import { setTimeout as wait } from 'node:timers/promises';
import { probes } from '../../service/contract.ts';
import { Failure } from '../failure.ts';

export type SmokeTest = {
  /** Of the front door, such as `https://api.midcoast.com`. */
  readonly url: string;
  /** That must answer; absent where it is not known of the image. */
  readonly commit?: string;
  readonly patienceMs: number;
  readonly signal: AbortSignal;
};

const pauseMs = 2_000;
const answerMs = 10_000;

/**
 * Asks through the front door whether the service is ready, and which version answers: names, certificate, load
 * balancer, firewall, gateway and service are all on the way. Names spread slowly, so that it asks again until the
 * patience has passed; then `smoke_test_failed` (exit checkFailed) says what it heard last.
 */
export async function smokeTest({ url, commit, patienceMs, signal }: SmokeTest): Promise<void> {
  const until = Date.now() + patienceMs;
  for (;;) {
    const trouble = await listen(url, commit, signal);
    if (trouble === undefined) return;
    if (Date.now() + pauseMs > until) throw failed(url, trouble);
    await wait(pauseMs, undefined, { signal });
  }
}

/** What is wrong as a sentence, or undefined. */
async function listen(
  url: string,
  commit: string | undefined,
  signal: AbortSignal,
): Promise<string | undefined> {
  try {
    const ready = await ask(new URL(probes.readiness.path, url), signal);
    if (ready.status !== 200) return `${probes.readiness.path} answers ${ready.status}`;
    const version = await ask(new URL('/v1/version', url), signal);
    if (version.status !== 200) return `/v1/version answers ${version.status}`;
    const { commit: answered } = (await version.json()) as { readonly commit: string };
    return commit === undefined || answered === commit
      ? undefined
      : `commit ${answered} answers, not ${commit}`;
  } catch (error) {
    signal.throwIfAborted();
    const { message, cause } = error as Error;
    return cause instanceof Error ? `${message}: ${cause.message}` : message;
  }
}

function ask(address: URL, signal: AbortSignal): Promise<Response> {
  return fetch(address, {
    redirect: 'error',
    signal: AbortSignal.any([signal, AbortSignal.timeout(answerMs)]),
  });
}

function failed(url: string, trouble: string): Failure {
  return new Failure({
    code: 'smoke_test_failed',
    exit: 'checkFailed',
    message: `${url} does not serve the new version: ${trouble}`,
    next: `ask it yourself: curl -i ${url}${probes.readiness.path}`,
  });
}
