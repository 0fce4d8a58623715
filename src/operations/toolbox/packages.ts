import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { Failure } from '../failure.ts';

export type PackagesContext = {
  /** The repository's folder. */
  readonly root: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
};

/**
 * Adds the development packages (lint, browser, cloud) to the runtime ones, in place, so that an `up` goes on
 * running; does nothing when they are those of package-lock.json. The launcher does the work, under the lock
 * that it also takes at every start, and says on stderr what it does. Throws a Failure of exit `outside` when
 * npm could not, or `missing` when there is no npm.
 */
export async function ensureDevelopmentPackages({
  root,
  environment,
  signal,
}: PackagesContext): Promise<void> {
  const launcher = spawn('sh', [join(root, 'midcoast')], {
    env: { ...environment, MIDCOAST_BRING: 'development' },
    stdio: ['ignore', 'ignore', 'inherit'],
    signal,
    killSignal: 'SIGTERM',
  });
  const [code] = (await once(launcher, 'close')) as [number | null];
  if (code === 0) return;
  throw new Failure({
    code: 'development_packages_missing',
    exit: code === 3 ? 'missing' : 'outside',
    message: 'the development packages that this command needs could not be brought',
    facts: { launcher: join(root, 'midcoast'), exit: code ?? 'killed' },
    next: 'mend what the lines above say, then run this again',
  });
}
