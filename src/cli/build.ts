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
  run: async (context, values) => (await import('./build-run.ts')).run(context, values),
};
