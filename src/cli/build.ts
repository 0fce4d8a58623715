import { appendFile } from 'node:fs/promises';
import { build } from '../operations/build/build.ts';
import { registryEnvironment } from '../operations/workflow.ts';
import type { Command } from './command.ts';

/** `./midcoast build`: the image of the service. */
export const command: Command = {
  name: 'build',
  summary: 'the image of the service, its digest, the list of its parts',
  usage: 'build [--push]',
  options: {
    push: {
      type: 'boolean',
      description: 'push it to the registry, by its commit; refused where files are not committed',
    },
  },
  examples: [
    { line: './midcoast build', shows: 'the image here, from the files as they are' },
    {
      line: './midcoast build --push --json',
      shows: 'what the pipeline does: {"image","digest","sbom","commit"}',
    },
  ],
  notes: [
    'The image is made by Docker, Podman or Buildah, whichever works here; what it will hold is laid out in .midcoast/build/service first, and starts there by itself: node main.js app.',
    '--push uses your own AWS credentials, for the account that holds the images. A commit that is there already is not built again: its digest is given. In a job of GitHub Actions the digest is the step’s output `digest`.',
  ],
  async run({ root, environment, signal, terminal, print, json }, values) {
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
    return 0;
  },
};
