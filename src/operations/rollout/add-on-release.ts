import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fill, type HoleValues } from '../../platform/midcoast.ts';
import { Failure } from '../failure.ts';
import type { ApiClient } from '../kubernetes/api-client.ts';
import type { ApiAddress } from '../kubernetes/api-connection.ts';
import { writeKubeconfig } from '../kubernetes/kubeconfig.ts';
import { keepTokenFile } from '../kubernetes/token-file.ts';
import { applyDefinitions } from './add-on-release-definitions.ts';
import { endUnfinished, isAsWanted, readRelease } from './add-on-release-state.ts';
import { releaseWords, type Release } from './helm-release.ts';
import { runHelm, type Helm } from './helm-run.ts';

export type ReleaseGiven = {
  /** The executable of Helm. */
  readonly helm: string;
  readonly client: ApiClient;
  readonly address: ApiAddress;
  readonly holes: HoleValues;
  /** The process environment; a proxy may stand in it. */
  readonly variables: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
  /** Tells the person something in a line. */
  readonly say: (line: string) => void;
};

/** What came of a release: `unchanged` where its chart and values are those that are wanted. */
export type Released = 'installed' | 'upgraded' | 'unchanged';

/**
 * Installs a release, or brings it to what the code says, and waits until all of it is ready. One that does not become
 * so is put back to what it was. What an interrupted run left unfinished is ended first. Nothing is done where chart
 * and values are those that are there; what others changed of its objects stays then.
 *
 * Throws `add_on_failed` (exit outside).
 */
export async function installRelease(release: Release, given: ReleaseGiven): Promise<Released> {
  const { client, holes, signal, say } = given;
  const folder = await mkdtemp(join(tmpdir(), 'midcoast-helm-'));
  try {
    return await withHelm(folder, given, async (helm) => {
      // Which YAML is, too, and none that readers of different versions take for different values.
      const values = fill(JSON.stringify(release.values), holes);
      const found = await readRelease(helm, release);
      if (await isAsWanted(helm, release, { found, values })) return 'unchanged';
      const before = await endUnfinished(helm, release, { found, say });
      await applyDefinitions(helm, release, client);
      const file = join(folder, 'values.json');
      await writeFile(file, values);
      await helm(releaseWords(release, file));
      return before === 'absent' ? 'installed' : 'upgraded';
    });
  } catch (cause) {
    signal.throwIfAborted();
    throw failed(release, cause);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** What belongs to Helm or its clients in whoever's environment it is: not one of it is meant for us. */
const ofOthers = /^(HELM_|KUBE|XDG_)/;

async function withHelm<T>(
  folder: string,
  { helm, address, variables, signal }: ReleaseGiven,
  use: (helm: Helm) => Promise<T>,
): Promise<T> {
  const [kubeconfig, tokenFile] = [join(folder, 'kubeconfig'), join(folder, 'token')];
  const stopRenewing = await keepTokenFile(tokenFile, address.token);
  try {
    await writeKubeconfig(kubeconfig, { ...address, tokenFile });
    const own = Object.entries(variables).filter(([name]) => !ofOthers.test(name));
    // A home of its own: no repository, plugin or cluster of whoever runs it is looked at.
    const run = {
      helm,
      variables: { ...Object.fromEntries(own), HOME: folder, KUBECONFIG: kubeconfig },
      signal,
    };
    return await use((words) => runHelm(words, run));
  } finally {
    await stopRenewing();
  }
}

function failed({ name, namespace, chart }: Release, cause: unknown): Failure {
  return new Failure({
    code: 'add_on_failed',
    exit: 'outside',
    message: `the add-on ${name} ${chart.version} was not installed`,
    facts: { namespace, said: (cause as Error).message.slice(-1000) },
    next: `see what its pods say: kubectl -n ${namespace} get events; then deploy again`,
    cause,
  });
}
