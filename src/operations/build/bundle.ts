import { readFile } from 'node:fs/promises';
import { relative, sep } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { consoleEntry, serviceEntry } from './image-files.ts';

/** Paths of packages, such as `node_modules/pg`, of which the bundle or the console holds at least a part. */
export type Bundled = { readonly packages: readonly string[] };

/**
 * Writes the service as JavaScript into a folder: `main.js`, and beside it what only some processes load. Names and
 * lines are kept as they are, so that a trace can be read.
 */
export async function bundleService(root: string, out: string): Promise<Bundled> {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: [serviceEntry],
    outdir: out,
    entryNames: '[name]',
    chunkNames: '[name]-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    charset: 'utf8',
    // A package is what stands below node_modules, wherever that may lie.
    preserveSymlinks: true,
    legalComments: 'none',
    logLevel: 'silent',
    metafile: true,
    // A second driver for pg, which nobody asks for.
    external: ['pg-native'],
    banner: { js: banner },
    plugins: [places(root), withoutCompiler],
  });
  const inputs = [...Object.keys(metafile.inputs), ...(await inputsOfConsole(root))];
  return { packages: packagesOf(inputs) };
}

/** What the console is made of; what it is made into is the service's own work. */
async function inputsOfConsole(root: string): Promise<readonly string[]> {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: [consoleEntry],
    bundle: true,
    format: 'esm',
    preserveSymlinks: true,
    write: false,
    logLevel: 'silent',
    metafile: true,
  });
  return Object.keys(metafile.inputs);
}

/** Packages in the older format of modules ask for Node's own by `require`. */
const banner = [
  `import { createRequire as midcoastRequire } from 'node:module';`,
  `const require = midcoastRequire(import.meta.url);`,
].join('\n');

/** A module of the service stays where its source is, relative to the bundle, so that it finds the files beside it. */
function places(root: string): Plugin {
  return {
    name: 'places',
    setup({ onLoad }) {
      onLoad({ filter: /[\\/]src[\\/]service[\\/].*\.ts$/ }, async ({ path }) => {
        const place = relative(root, path).replaceAll(sep, '/');
        const text = await readFile(path, 'utf8');
        const url = `new URL(${JSON.stringify(place)}, import.meta.url).href`;
        return { contents: text.replaceAll(/\bimport\.meta\.url\b/g, url), loader: 'ts' };
      });
    },
  };
}

/** What builds the console is loaded only where the console is not built yet. */
const withoutCompiler: Plugin = {
  name: 'without-compiler',
  setup({ onResolve }) {
    onResolve({ filter: /\/console\/bundle\.ts$/ }, ({ path }) => ({ path, external: true }));
  },
};

function packagesOf(inputs: readonly string[]): readonly string[] {
  const found = inputs.flatMap((input) => {
    const [, path] = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input) ?? [];
    return path === undefined ? [] : [path];
  });
  return [...new Set(found)].toSorted();
}
