import assert from 'node:assert/strict';
import { chmod, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
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
