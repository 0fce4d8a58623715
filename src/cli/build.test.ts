import assert from 'node:assert/strict';
import { access, chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { invoke } from './invocation.ts';

const root = join(import.meta.dirname, '../..');
const digest = `sha256:${'d'.repeat(64)}`;

describe('./midcoast build', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'midcoast-build-'));
    // Stands in for a Docker that works, since few machines of tests have one.
    const script = `#!/bin/sh\ncase "$*" in *inspect*) echo ${digest} ;; *) echo docker 1.2.3 ;; esac\n`;
    await writeFile(join(folder, 'docker'), script);
    await chmod(join(folder, 'docker'), 0o755);
  });
  after(() => rm(folder, { recursive: true }));

  async function run(words: readonly string[], variables: NodeJS.ProcessEnv) {
    const said: string[] = [];
    const stream = (keep: (text: string) => void) => ({ write: keep, isTTY: false, columns: 80 });
    const code = await invoke(words, {
      root,
      workingDirectory: root,
      environment: { PATH: process.env['PATH'], ...variables },
      signal: new AbortController().signal,
      force: new AbortController().signal,
      stdout: stream((text) => said.push(text)),
      stderr: stream(() => undefined),
    });
    return { code, said: said.join('') };
  }

  it('gives image, digest, list of parts and commit, and the digest to the next job', async () => {
    const outputs = join(folder, 'outputs');
    const { code, said } = await run(['build', '--json'], {
      PATH: `${folder}:${process.env['PATH']}`,
      GITHUB_OUTPUT: outputs,
    });
    assert.equal(code, 0, said);
    const report = JSON.parse(said) as Record<string, unknown>;
    assert.equal(report['digest'], digest);
    assert.match(String(report['commit']), /^[0-9a-f]{40}(-dirty)?$/);
    assert.equal(report['image'], `midcoast-app:${String(report['commit'])}`);
    await access(join(root, String(report['sbom'])));
    assert.equal(await readFile(outputs, 'utf8'), `digest=${digest}\n`);
  });
});
