import assert from 'node:assert/strict';
import { chmod, mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { examineMachine } from './doctor.ts';

const root = join(import.meta.dirname, '../..');

async function findingsWith(environment: Readonly<Record<string, string>>) {
  const findings = await examineMachine({ root, environment });
  return new Map(findings.map((finding) => [finding.name, finding]));
}

describe('the doctor', () => {
  it('finds what up needs, with its version and its place', async () => {
    const findings = await findingsWith({ PATH: '' });
    assert.equal(findings.get('Node')?.version, process.versions.node);
    const postgres = findings.get('PostgreSQL');
    assert.equal(postgres?.state, 'there');
    assert.match(postgres.version ?? '', /^18\./);
    assert.match(findings.get('free disk')?.detail ?? '', /free/);
  });

  it('says of what is missing what it is for and how it comes', async () => {
    const findings = await findingsWith({ PATH: '', MIDCOAST_CHROMIUM: '/nowhere/chromium' });
    const chromium = findings.get('Chromium');
    assert.equal(chromium?.state, 'missing');
    assert.equal(chromium.neededByUp, false);
    assert.match(chromium.neededFor, /console/);
    assert.match(chromium.detail, /MIDCOAST_CHROMIUM/);
    assert.equal(findings.get('npm')?.state, 'missing');
  });

  it('looks at what only the cloud needs, and says who brings it', async () => {
    const findings = await findingsWith({ PATH: '' });
    assert.equal(findings.get('git')?.state, 'missing');
    assert.match(findings.get('container builder')?.detail ?? '', /Docker, Podman or Buildah/);
    for (const name of ['Go', 'Python', 'AWS provider of Terraform'])
      assert.match(findings.get(name)?.neededFor ?? '', /deploy/, name);
  });

  it('says how much room the development packages take, until they are there', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'midcoast-doctor-'));
    const look = async () => {
      const findings = await examineMachine({ root: folder, environment: { PATH: '' } });
      return findings.find(({ name }) => name === 'development packages');
    };
    try {
      assert.match((await look())?.detail ?? '', /800 MiB/);
      await mkdir(join(folder, 'node_modules'));
      await writeFile(join(folder, 'node_modules', '.midcoast-development'), '');
      assert.equal((await look())?.state, 'there');
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('takes no builder of images that is there and does not work', async () => {
    const folder = await mkdtemp(join(await realpath(tmpdir()), 'midcoast-doctor-'));
    const docker = join(folder, 'docker');
    const builder = async (ready: number) => {
      await writeFile(
        docker,
        `#!/bin/sh\ncase "$1" in info) exit ${ready} ;; *) echo docker 28.1.0 ;; esac\n`,
      );
      await chmod(docker, 0o755);
      return (await findingsWith({ PATH: folder })).get('container builder');
    };
    try {
      assert.equal((await builder(1))?.state, 'missing');
      const found = await builder(0);
      assert.deepEqual([found?.detail, found?.version], [docker, '28.1.0']);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('takes the browser that is named, and none that does not start', async () => {
    const folder = await mkdtemp(join(await realpath(tmpdir()), 'midcoast-doctor-'));
    try {
      const [good, broken] = [join(folder, 'good'), join(folder, 'broken')];
      await writeFile(good, '#!/bin/sh\necho Chromium 140.0.1 of ours\n');
      await writeFile(broken, '#!/bin/sh\nexit 127\n');
      for (const path of [good, broken]) await chmod(path, 0o755);
      const found = (await findingsWith({ PATH: '', MIDCOAST_CHROMIUM: good })).get('Chromium');
      assert.deepEqual([found?.state, found?.version, found?.detail], ['there', '140.0.1', good]);
      const missing = (await findingsWith({ PATH: '', MIDCOAST_CHROMIUM: broken })).get('Chromium');
      assert.equal(missing?.state, 'missing');
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});
