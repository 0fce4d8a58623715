import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { Failure } from '../failure.ts';
import { openDataDirectory, type DataDirectory } from './data-directory.ts';
import { openSecrets, writeSecrets } from './secrets.ts';

let folder: string;
let data: DataDirectory;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'midcoast-secrets-'));
  data = await openDataDirectory(folder);
});
after(() => rm(folder, { recursive: true, force: true }));

describe('openSecrets', () => {
  it('makes secrets once, for their owner only, and gives the same again', async () => {
    const secrets = await openSecrets(data);
    assert.match(secrets.contactKeySecret, /^[0-9a-f]{64}$/);
    assert.equal((await stat(data.secrets)).mode & 0o777, 0o600);
    assert.deepEqual(await openSecrets(data), secrets);
    const demonstration = { accountName: 'a', apiKey: 'b', user: 'c', password: 'd' };
    await writeSecrets(data, { ...secrets, demonstration });
    assert.deepEqual(await openSecrets(data), { ...secrets, demonstration });
  });

  it('never makes new secrets beside an old database', async () => {
    await mkdir(join(data.postgres, 'cluster'), { recursive: true });
    const refused = (error: unknown) => error instanceof Failure && error.code === 'secrets_lost';
    await rm(data.secrets);
    await assert.rejects(openSecrets(data), refused);
    await writeFile(data.secrets, '{"ownerPassword":');
    await assert.rejects(openSecrets(data), refused);
    await writeFile(data.secrets, '{"ownerPassword":"x"}');
    await assert.rejects(openSecrets(data), refused);
  });
});
