import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { findProviderMirror, withProviderSettings } from './aws-provider.ts';

const architecture = process.arch === 'x64' ? 'amd64' : process.arch;
const provider = join('registry.terraform.io', 'hashicorp', 'aws');

describe('the AWS provider of Terraform', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'midcoast-provider-'));
  });
  after(() => rm(folder, { recursive: true }));

  it('is found in a mirror up to two levels below a root, for this platform only', async () => {
    const mirror = join(folder, 'share', 'terraform', 'plugins');
    await mkdir(join(mirror, provider, '5.100.0', `${process.platform}_${architecture}`), {
      recursive: true,
    });
    await mkdir(join(mirror, provider, '6.0.0', 'plan9_mips'), { recursive: true });
    const found = await findProviderMirror([join(folder, 'nowhere'), join(folder, 'share')]);
    assert.deepEqual(found, { path: mirror, versions: ['5.100.0'] });
    assert.equal(await findProviderMirror([folder]), undefined);
  });

  it('leaves settings alone that a person has', async () => {
    const own = join(folder, 'own.rc');
    await writeFile(own, '');
    const environment = { TF_CLI_CONFIG_FILE: own };
    assert.deepEqual(await withProviderSettings({ environment }, folder), environment);
  });

  it('survives a setting that names a missing file', async () => {
    const environment = { TF_CLI_CONFIG_FILE: join(folder, 'missing.rc') };
    const { TF_CLI_CONFIG_FILE: file } = await withProviderSettings({ environment }, folder);
    assert.equal(file, join(folder, 'terraform.rc'));
    await readFile(file ?? '', 'utf8');
  });
});
