import assert from 'node:assert/strict';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { Failure } from '../failure.ts';
import { prometheusTool } from './prometheus.ts';

describe('Prometheus on this machine', () => {
  let root = '';
  beforeEach(async () => void (root = await mkdtemp(join(tmpdir(), 'midcoast-prometheus-'))));
  afterEach(() => rm(root, { recursive: true }));

  async function place(folder: string, names: readonly string[], script = 'echo version 2.42.0') {
    await mkdir(join(root, folder), { recursive: true });
    for (const name of names) {
      const path = join(root, folder, name);
      await writeFile(path, `#!/bin/sh\n${script}\n`);
      await chmod(path, 0o755);
    }
    return join(root, folder);
  }

  it('is found where the three programs lie side by side', async () => {
    const path = await place('bin', ['prometheus', 'promtool', 'amtool']);
    assert.deepEqual(await prometheusTool({ root, environment: { PATH: path } }).find(), {
      path,
      version: '2.42.0',
    });
  });

  it('is not found where one of them lacks', async () => {
    const path = await place('bin', ['prometheus', 'promtool']);
    assert.equal(await prometheusTool({ root, environment: { PATH: path } }).find(), undefined);
  });

  it('is the one that is named, before every other', async () => {
    const onPath = await place('bin', ['prometheus', 'promtool', 'amtool']);
    const named = await place('named', ['prometheus', 'promtool', 'amtool'], 'echo version 3.1.0');
    const environment = { PATH: onPath, MIDCOAST_PROMETHEUS: named };
    assert.equal((await prometheusTool({ root, environment }).find())?.version, '3.1.0');
  });

  it('is unpacked from the packages of Debian, and not installed', async () => {
    const unpack = [
      'case "$1" in --version) echo 1.21.0; exit;; esac',
      '/bin/mkdir -p "$3/usr/bin"',
      'for name in prometheus promtool amtool; do',
      '  printf "#!/bin/sh\\necho 2.42.0\\n" > "$3/usr/bin/$name"; /bin/chmod +x "$3/usr/bin/$name"',
      'done',
    ];
    const path = await place('bin', ['dpkg-deb'], unpack.join('\n'));
    await place(
      'bin',
      ['apt-get'],
      'case "$*" in *--version*) echo 2.6.1;; *install*) exit 9;; *download*) /usr/bin/touch one.deb;; esac',
    );
    const said: string[] = [];
    const tool = prometheusTool({ root, environment: { PATH: path } });
    const found = await tool.bring?.({ say: (line) => said.push(line) });
    assert.equal(found?.path, join(root, '.midcoast', 'tools', 'prometheus', 'usr', 'bin'));
    assert.equal(said.length, 1);
    assert.deepEqual(await tool.find(), found);
  });

  it('is told to a person where nothing can bring it', async () => {
    const bring = prometheusTool({ root, environment: { PATH: root } }).bring?.({ say: () => undefined });
    await assert.rejects(
      async () => bring,
      (error) => error instanceof Failure && error.code === 'prometheus_missing',
    );
  });
});
