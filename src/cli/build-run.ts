import { appendFile } from 'node:fs/promises';
import { build } from '../operations/build/build.ts';
import { exitCodes } from '../operations/failure.ts';
import { registryEnvironment } from '../operations/workflow.ts';
import type { Context, Values } from './command.ts';

/** Makes the image, and pushes it where that is asked for. */
export async function run(
  { root, environment, signal, terminal, print, json }: Context,
  values: Values,
): Promise<number> {
  const report = await build({
    machine: { root, environment },
    signal,
    say: (line) => terminal.say(line),
    ...(values['push'] === true && {
      openRegistry: async () => {
        // Loaded here, so that nobody else waits for the SDK of AWS.
        const { openImageRegistry } = await import('../operations/account/image-registry.ts');
        return openImageRegistry(registryEnvironment(), environment);
      },
    }),
  });
  const outputs = environment['GITHUB_OUTPUT'];
  if (outputs !== undefined && outputs !== '') await appendFile(outputs, `digest=${report.digest}\n`);
  print(`image   ${report.image}`);
  print(`digest  ${report.digest}`);
  print(`parts   ${report.sbom}`);
  print(`commit  ${report.commit}`);
  json(report);
  return exitCodes.done;
}
