import assert from 'node:assert/strict';
import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { production } from '../environments/production.ts';
import { midcoast } from '../platform/midcoast.ts';
import { generatedFolder, readGenerated } from './generated-files.ts';
import { digestOf, generate } from './generated.ts';
import { synth } from './synth.ts';

describe('what lies in generated/', () => {
  let root = '';
  let folder = '';
  const digest = async () => digestOf(await readGenerated(root, 'production'));
  before(async () => {
    root = await mkdtemp(join(tmpdir(), 'midcoast-generated-'));
    folder = join(root, generatedFolder('production'));
  });
  after(() => rm(root, { recursive: true }));

  it('is nothing before synth', async () => {
    assert.equal((await readGenerated(root, 'production')).size, 0);
  });

  it('has the digest of what should stand there, until a byte of any file differs or a file comes in', async () => {
    await synth(root, production, true);
    const wanted = digestOf(generate(midcoast(production)));
    assert.equal(await digest(), wanted);

    const manifests = join(folder, 'kubernetes', 'application.yaml');
    await appendFile(manifests, '#\n');
    assert.notEqual(await digest(), wanted);
    await synth(root, production, true);
    assert.equal(await digest(), wanted);

    const stray = join(folder, 'stray');
    await writeFile(stray, Buffer.from([0xff]));
    const one = await digest();
    assert.notEqual(one, wanted);
    // Both are the same to whoever reads them as text.
    await writeFile(stray, Buffer.from([0xfe]));
    assert.notEqual(await digest(), one);
  });
});
