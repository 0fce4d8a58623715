import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { stringify } from 'yaml';
import { fill, type AddOn, type HoleValues } from '../../platform/midcoast.ts';
import { Failure } from '../failure.ts';
import type { ApiAddress } from '../kubernetes/api-connection.ts';
import { writeKubeconfig } from '../kubernetes/kubeconfig.ts';

export type ReleaseGiven = {
  /** The executable of Helm. */
  readonly helm: string;
  readonly address: ApiAddress;
  readonly holes: HoleValues;
  /** The process environment; a proxy may stand in it. */
  readonly variables: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
};

/** What Helm prints of a release can be long. */
const mostOutputBytes = 16 * 1024 * 1024;

/**
 * Installs an add-on, or brings it to what the code says, and waits until all of it is ready. One that does not become
 * so is put back to what it was. Throws `add_on_failed` (exit outside).
 */
export async function installAddOn(addOn: AddOn, given: ReleaseGiven): Promise<void> {
  const { helm, address, holes, variables, signal } = given;
  const folder = await mkdtemp(join(tmpdir(), 'midcoast-helm-'));
  try {
    const values = join(folder, 'values.yaml');
    const kubeconfig = join(folder, 'kubeconfig');
    const token = typeof address.token === 'string' ? address.token : await address.token();
    await writeFile(values, fill(stringify(addOn.values, { aliasDuplicateObjects: false }), holes));
    await writeKubeconfig(kubeconfig, { ...address, token });
    // A home of its own: no repository, plugin or cluster of whoever runs it is looked at.
    const env = { ...variables, HOME: folder, KUBECONFIG: kubeconfig };
    await promisify(execFile)(helm, releaseWords(addOn, values), { env, signal, maxBuffer: mostOutputBytes });
  } catch (cause) {
    signal.throwIfAborted();
    throw failed(addOn, cause);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The words of `helm` for an add-on; `kubernetes/add-ons/index.yaml` lists the same. */
export function releaseWords(addOn: AddOn, values: string): readonly string[] {
  const { name, namespace, chart, patienceMinutes, definitionsElsewhere } = addOn;
  const { repository, version } = chart;
  return [
    'upgrade',
    name,
    ...(repository.startsWith('oci://')
      ? [`${repository}/${chart.chart}`]
      : [chart.chart, `--repo=${repository}`]),
    '--install',
    `--version=${version}`,
    `--namespace=${namespace}`,
    `--values=${values}`,
    '--rollback-on-failure',
    '--wait',
    `--timeout=${patienceMinutes}m`,
    ...(definitionsElsewhere === true ? ['--skip-crds'] : []),
  ];
}

function failed({ name, namespace, chart }: AddOn, cause: unknown): Failure {
  const said = (cause as { readonly stderr?: string }).stderr?.trim() ?? String(cause);
  return new Failure({
    code: 'add_on_failed',
    exit: 'outside',
    message: `the add-on ${name} ${chart.version} was not installed`,
    facts: { namespace, said: said.slice(-1000) },
    next: `see what its pods say: kubectl -n ${namespace} get events; then deploy again`,
    cause,
  });
}
