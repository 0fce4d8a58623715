import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execFile } from 'node:child_process';
import { after, before, describe, it } from 'node:test';
import { promisify } from 'node:util';
import { production } from '../environments/production.ts';
import { midcoast } from '../platform/midcoast.ts';
import { digestOf, generate } from './generated.ts';
import { synth } from './synth.ts';

const main = 'generated/production/terraform/platform/main.tf.json';

describe('synth', () => {
  let root: string;
  before(async () => {
    root = await mkdtemp(join(tmpdir(), 'midcoast-synth-'));
    await synth(root, production, true);
  });
  after(() => rm(root, { recursive: true }));

  it('finds nothing to do where it has written', async () => {
    const report = await synth(root, production, true);
    assert.deepEqual(report.differing, []);
    assert.ok(report.files > 5, `${report.files} files`);
  });

  it('sees a file that was changed, one that is gone and one that is left over, and mends them', async () => {
    await writeFile(join(root, main), '{}\n');
    await rm(join(root, 'generated/production/terraform/platform/network.tf.json'));
    await writeFile(join(root, 'generated/production/terraform/platform/old.tf.json'), '{}\n');
    const seen = await synth(root, production, false);
    assert.deepEqual(seen.differing.map(({ path, how }) => `${how} ${path.split('/').at(-1)}`).toSorted(), [
      'changed main.tf.json',
      'left over old.tf.json',
      'new network.tf.json',
    ]);
    assert.equal((await synth(root, production, true)).differing.length, 3);
    assert.deepEqual((await synth(root, production, false)).differing, []);
  });

  it('writes the same bytes in another language, time zone and environment', async () => {
    const program = `
      const { production } = await import(${JSON.stringify(import.meta.resolve('../environments/production.ts'))});
      const { midcoast } = await import(${JSON.stringify(import.meta.resolve('../platform/midcoast.ts'))});
      const { digestOf, generate } = await import(${JSON.stringify(import.meta.resolve('./generated.ts'))});
      process.stdout.write(digestOf(generate(midcoast(production))));`;
    const elsewhere = {
      LC_ALL: 'tr_TR.UTF-8',
      LANG: 'tr_TR.UTF-8',
      TZ: 'Pacific/Kiritimati',
      AWS_REGION: 'eu-west-1',
    };
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--input-type=module', '--eval', program],
      {
        env: elsewhere,
        cwd: tmpdir(),
      },
    );
    assert.equal(stdout, digestOf(generate(midcoast(production))));
  });

  it('gives another digest as soon as one byte differs', async () => {
    const generated = generate(midcoast(production));
    const [first] = generated.keys();
    const changed = new Map(generated).set(first ?? '', 'x');
    assert.notEqual(digestOf(changed), digestOf(generated));
  });

  it('keeps objects in order and ends each file with a line end', async () => {
    const text = await readFile(join(root, main), 'utf8');
    assert.ok(text.endsWith('}\n'));
    const keys = Object.keys(JSON.parse(text) as object);
    assert.deepEqual(keys, keys.toSorted());
  });
});
