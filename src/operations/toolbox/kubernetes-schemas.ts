import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Machine } from './program.ts';
import { pythonProgramTool } from './python-tool.ts';
import type { Found, Tool } from './tool.ts';

/**
 * The schemas of the versions of Kubernetes, all in one package: the folder of them. As modules of Go they would come
 * one version at a time, each with the whole of Kubernetes.
 */
export function kubernetesSchemasTool(machine: Machine): Tool {
  const program = pythonProgramTool({ name: 'kubernetes-validate', neededFor: './midcoast check' }, machine);
  const folderOf = async ({ path, version }: Found): Promise<Found> => {
    const libraries = join(dirname(dirname(path)), 'lib');
    const [python = ''] = await readdir(libraries);
    const schemas = ['site-packages', 'kubernetes_validate', 'kubernetes-json-schema'];
    return { path: join(libraries, python, ...schemas), version };
  };
  return {
    ...program,
    async find() {
      const found = await program.find();
      return found && folderOf(found);
    },
    async bring(context) {
      const found = await program.bring?.(context);
      if (found === undefined) throw new RangeError('a program of Python is always brought');
      return folderOf(found);
    },
  };
}
