import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { promisify } from 'node:util';
import type { ImageRegistry } from '../account/image-registry.ts';
import { Failure } from '../failure.ts';
import { requireBuilder } from './builder.ts';
import { readSource, refuseUncommitted, revisionOf } from './source.ts';

const signal = new AbortController().signal;
let folder: string;
beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'midcoast-builder-'))));
afterEach(() => rm(folder, { recursive: true }));

/** A stand-in on PATH that writes down what it was asked, and what stood in its folder of secrets. */
async function standIn(name: string, ready = 0): Promise<void> {
  const script = `#!/bin/sh
[ "$1" = info ] && { echo 'is the daemon running?' >&2; exit ${ready}; }
[ "$1" = --version ] && { echo ${name} 1.2.3; exit; }
{ echo "words $*"; echo "folder $DOCKER_CONFIG"; } >> ${folder}/asked
case "$*" in
  *context*) echo unix:///run/other.sock ;;
  *inspect*) echo sha256:local ;;
  login*) cat > ${folder}/input; echo "host $DOCKER_HOST" >> ${folder}/asked ;;
  push*) [ -z "$DOCKER_CONFIG" ] || [ -d "$DOCKER_CONFIG" ] || exit 9 ;;
esac
`;
  const file = join(folder, 'bin', name);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, script);
  await chmod(file, 0o755);
}

const machine = () => ({ root: folder, environment: { PATH: `${join(folder, 'bin')}:/usr/bin:/bin` } });
const asked = () => readFile(join(folder, 'asked'), 'utf8');
const image = { name: 'registry.example/midcoast-app:c0ffee', revision: 'c0ffee' };
const who: { registry: string } & Awaited<ReturnType<ImageRegistry['signIn']>> = {
  registry: 'registry.example',
  user: 'AWS',
  password: 'very-secret',
};

describe('a builder', () => {
  it('is the first that works: one whose daemon is down is passed over', async () => {
    await standIn('docker', 1);
    await standIn('podman');
    assert.equal((await requireBuilder({ machine: machine(), signal })).name, 'podman');
  });

  it('is told to be missing where none works, with what each said', async () => {
    await standIn('docker', 1);
    const environment = { PATH: join(folder, 'bin') };
    await assert.rejects(requireBuilder({ machine: { root: folder, environment }, signal }), (error) => {
      assert.ok(error instanceof Failure);
      assert.equal(error.code, 'container_builder_missing');
      assert.equal(error.exit, 3);
      assert.deepEqual(error.facts, { docker: 'is the daemon running?' });
      return true;
    });
  });

  it('builds for the nodes of the cluster, with the commit, and gives the digest', async () => {
    await standIn('docker');
    const builder = await requireBuilder({ machine: machine(), signal });
    assert.equal(await builder.build(image), 'sha256:local');
    const words = await asked();
    assert.match(words, /^words build .*--platform linux\/amd64 .*--build-arg MIDCOAST_COMMIT=c0ffee \.$/m);
  });

  for (const name of ['docker', 'podman', 'buildah']) {
    it(`signs in to push with ${name} by standard input, and leaves nothing of it behind`, async () => {
      await standIn(name);
      const builder = await requireBuilder({ machine: machine(), signal });
      await builder.push(image, who);
      assert.equal(await readFile(join(folder, 'input'), 'utf8'), who.password);
      const words = await asked();
      assert.ok(!words.includes(who.password), words);
      assert.match(words, /^words push .*registry\.example\/midcoast-app:c0ffee$/m);
      const place = /--authfile (\S+)\/auth\.json/.exec(words)?.[1] ?? /^folder (\/\S+)$/m.exec(words)?.[1];
      assert.ok(place !== undefined);
      await assert.rejects(readFile(place), { code: 'ENOENT' });
    });
  }

  it('talks to the daemon that Docker was set to, although its settings stand elsewhere then', async () => {
    await standIn('docker');
    await (await requireBuilder({ machine: machine(), signal })).push(image, who);
    assert.match(await asked(), /^host unix:\/\/\/run\/other\.sock$/m);
  });
});

describe('what is pushed', () => {
  const git = (...words: readonly string[]) =>
    promisify(execFile)('git', ['-C', folder, '-c', 'user.name=a', '-c', 'user.email=a@b.example', ...words]);

  it('is refused from outside a repository', async () => {
    const source = await readSource(folder);
    assert.throws(() => refuseUncommitted(source), { code: 'tree_not_clean' });
  });

  it('is refused while a file is not as committed, and bears the commit otherwise', async () => {
    await git('init', '--quiet');
    await writeFile(join(folder, 'a'), '1');
    await git('add', 'a');
    await git('commit', '--quiet', '--message', 'first');
    const clean = await readSource(folder);
    refuseUncommitted(clean);
    assert.match(revisionOf(clean), /^[0-9a-f]{40}$/);

    await writeFile(join(folder, 'b'), '2');
    const changed = await readSource(folder);
    assert.throws(() => refuseUncommitted(changed), { code: 'tree_not_clean' });
    assert.equal(revisionOf(changed), `${clean.commit}-dirty`);
  });
});
