import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { environments } from '../../environments/environments.ts';
import { givenByImage, midcoast } from '../../platform/midcoast.ts';
import { processes } from '../../service/contract.ts';
import { containerfile, entry, nodePackage, readAtRunTime, serviceFolder } from './image-files.ts';

const root = join(import.meta.dirname, '../../..');
const text = await readFile(join(root, containerfile), 'utf8');
/** Instructions of the last stage, which is the image. */
const image = text.slice(text.lastIndexOf('\nFROM ')).split('\n');
const given = (instruction: string) => {
  const [line] = image.filter((each) => each.startsWith(`${instruction} `));
  assert.ok(line, instruction);
  return line.slice(instruction.length + 1);
};

type Pod = {
  readonly containers: readonly Container[];
  readonly securityContext: Container['securityContext'];
};
type Container = {
  readonly name: string;
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly image: string;
  readonly securityContext: Readonly<Record<string, unknown>>;
};

/** Every pod of a process of ours, wherever in the manifests it is described. */
function podsIn(value: unknown): readonly Pod[] {
  if (typeof value !== 'object' || value === null) return [];
  const { containers } = value as Partial<Pod>;
  const own = Array.isArray(containers) && JSON.stringify(containers).includes('IMAGE_DIGEST');
  return [...(own ? [value as Pod] : []), ...Object.values(value).flatMap(podsIn)];
}

const pods = Object.values(environments).flatMap((environment) => podsIn(midcoast(environment).manifests));

describe('the Containerfile', () => {
  it('starts what the pods add the process to, and no pod starts anything else', () => {
    assert.deepEqual(JSON.parse(given('ENTRYPOINT')), ['/usr/local/bin/node', `/service/${entry}`]);
    const started = pods.flatMap(({ containers }) => containers.map(({ args = [] }) => args.join(' ')));
    assert.deepEqual([...new Set(started)].toSorted(), Object.keys(processes).toSorted());
    for (const { containers } of pods) for (const { command } of containers) assert.equal(command, undefined);
  });

  it('runs as the user that the pods run as', () => {
    for (const { securityContext } of pods) {
      const { runAsUser, runAsGroup } = securityContext;
      assert.equal(given('USER'), `${String(runAsUser)}:${String(runAsGroup)}`);
    }
  });

  it('sets every variable that the manifests leave to it', () => {
    const set = givenByImage.filter((name) => given('ENV').includes(`${name}=$${name}`));
    assert.deepEqual(set, givenByImage);
    for (const name of givenByImage)
      assert.ok(
        image.some((line) => line.startsWith(`ARG ${name}=`)),
        name,
      );
  });

  it('pins its bases by digest, and its Node by package-lock.json', () => {
    const bases = [...text.matchAll(/^FROM (\S+)/gm)].map(([, base]) => base ?? '');
    assert.equal(bases.length, 2);
    for (const base of bases) assert.match(base, /^[a-z.]+\/\S+:\S+@sha256:[0-9a-f]{64}$/);
    assert.ok(text.includes(`/node_modules/${nodePackage}/bin/node /usr/local/bin/node`));
  });

  it('copies what is laid out, and hands to the build all that is read for it', async () => {
    const ignored = (await readFile(join(root, '.dockerignore'), 'utf8')).split('\n');
    const copied = [...text.matchAll(/^COPY (?!--)(.+) \S+$/gm)].flatMap(([, paths]) =>
      (paths ?? '').split(' '),
    );
    const holds = (path: string) => copied.some((each) => path === each || path.startsWith(`${each}/`));
    for (const path of [...readAtRunTime, serviceFolder, 'src/operations/build'])
      assert.ok(holds(path), path);
    for (const path of copied) assert.ok(ignored.includes(`!${path}`), path);
  });
});
