import { isDeepStrictEqual } from 'node:util';
import { overruling, type Release } from './helm-release.ts';
import type { Helm } from './helm-run.ts';

/** A release as Helm lists it: its newest revision. */
export type FoundRelease = {
  /** https://helm.sh/docs/helm/helm_status: `deployed`, `failed`, `pending-install`, `pending-upgrade` and others. */
  readonly status: string;
  /** Name and version, joined by a hyphen. */
  readonly chart: string;
};

type Revision = { readonly revision: number; readonly status: string };

/** Undefined where there is none. */
export async function readRelease(
  helm: Helm,
  { name, namespace }: Pick<Release, 'name' | 'namespace'>,
): Promise<FoundRelease | undefined> {
  const said = await helm(['list', `--namespace=${namespace}`, `--filter=^${name}$`, '--output=json']);
  const [found] = JSON.parse(said) as readonly FoundRelease[];
  return found;
}

/** Whether what is there is of the wanted chart, with the wanted values and no others, and came to its end. */
export async function isAsWanted(
  helm: Helm,
  { name, namespace, chart }: Release,
  { found, values }: { readonly found: FoundRelease | undefined; readonly values: string },
): Promise<boolean> {
  if (found?.status !== 'deployed' || found.chart !== `${chart.name}-${chart.version}`) return false;
  const said = await helm(['get', 'values', name, `--namespace=${namespace}`, '--output=json']);
  return isDeepStrictEqual(JSON.parse(said) ?? {}, JSON.parse(values));
}

/**
 * Ends what a run that was cut off left unfinished, since Helm refuses to go on from there: back to the last revision
 * that was deployed, or away with all of it where none ever was. Says so. Gives whether there is a release afterwards.
 */
export async function endUnfinished(
  helm: Helm,
  { name, namespace, patienceMinutes }: Release,
  { found, say }: { readonly found: FoundRelease | undefined; readonly say: (line: string) => void },
): Promise<'absent' | 'there'> {
  if (found === undefined) return 'absent';
  if (!/^(pending-|uninstalling)/.test(found.status)) return 'there';
  const place = [name, `--namespace=${namespace}`];
  const history = JSON.parse(await helm(['history', ...place, '--output=json'])) as readonly Revision[];
  const last = history.findLast(({ status }) => status === 'deployed');
  const waiting = ['--wait', `--timeout=${patienceMinutes}m`];
  if (last === undefined) {
    say(
      `${name} is ${found.status} of an earlier run and was never deployed: it is removed and installed anew`,
    );
    await helm(['uninstall', ...place, ...waiting]);
    return 'absent';
  }
  say(`${name} is ${found.status} of an earlier run: it goes back to revision ${last.revision} first`);
  await helm(['rollback', name, String(last.revision), ...place.slice(1), overruling, ...waiting]);
  return 'there';
}
