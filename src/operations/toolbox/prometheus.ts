import { dirname, join } from 'node:path';
import { Failure } from '../failure.ts';
import { canUnpackDebianPackages, unpackDebianPackages } from './debian.ts';
import { findProgram, type Machine } from './program.ts';
import type { Found, Tool } from './tool.ts';

/** What must lie side by side: the server, and those that try rules and routes. */
const programs = ['prometheus', 'promtool', 'amtool'] as const;

const debianPackages = ['prometheus', 'prometheus-alertmanager'] as const;

const byHand =
  'install Prometheus and Alertmanager so that promtool and amtool are on PATH, or name their folder in MIDCOAST_PROMETHEUS';

/**
 * Prometheus with `promtool` and `amtool`: the folder of them. From Debian they are unpacked and not installed, since an
 * installed Prometheus starts at once and with every start of the machine.
 */
export function prometheusTool(machine: Machine): Tool {
  const folder = join(machine.root, '.midcoast', 'tools', 'prometheus');
  const find = () => findTogether(machine, join(folder, 'usr', 'bin'));
  return {
    name: 'Prometheus',
    neededFor: 'the rehearsal of the cluster; the tests of alerts and of who is told of them',
    find,
    async bring(context) {
      const found = await find();
      if (found !== undefined) return found;
      if (!(await canUnpackDebianPackages(machine))) throw missing();
      await unpackDebianPackages(debianPackages, folder, machine, context);
      const brought = await find();
      if (brought === undefined) throw missing();
      return brought;
    },
    byHand,
  };
}

async function findTogether(machine: Machine, unpacked: string): Promise<Found | undefined> {
  const named = machine.environment['MIDCOAST_PROMETHEUS'];
  const onPath = await findProgram(['promtool'], machine);
  const folders = named ? [named] : [...(onPath ? [dirname(onPath.path)] : []), unpacked];
  for (const folder of folders) {
    const found = await Promise.all(programs.map((name) => findProgram([join(folder, name)], machine)));
    const [server] = found;
    if (server !== undefined && found.every((each) => each !== undefined)) {
      return { path: folder, version: server.version };
    }
  }
  return undefined;
}

function missing(): Failure {
  return new Failure({
    code: 'prometheus_missing',
    exit: 'missing',
    message: 'there is no Prometheus with promtool and amtool on this machine',
    next: byHand,
  });
}
