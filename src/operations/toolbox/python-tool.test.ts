import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { promisify } from 'node:util';
import { Failure } from '../failure.ts';
import type { Machine } from './program.ts';
import { pythonTool } from './python.ts';
import { pythonProgramTool } from './python-tool.ts';

const wheel = 'greeter-1.2-py3-none-any.whl';
const program = { name: 'greeter', neededFor: 'this test' };

/** All that a wheel must hold: a module, who it is, and the name of its executable. */
const files = {
  'greeter.py': 'def main():\n    print("greeter 1.2")\n',
  'greeter-1.2.dist-info/METADATA': 'Metadata-Version: 2.1\nName: greeter\nVersion: 1.2\n',
  'greeter-1.2.dist-info/WHEEL': 'Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n',
  'greeter-1.2.dist-info/entry_points.txt': '[console_scripts]\ngreeter = greeter:main\n',
  'greeter-1.2.dist-info/RECORD': '',
};

const skip =
  process.env['MIDCOAST_TEST_EXTENT'] === 'quick' ? 'only with CI=true or --all: pip comes twice' : false;

describe('pythonProgramTool', { skip }, () => {
  let root: string;
  let machine: Machine;
  let sum: string;

  before(async () => {
    root = await mkdtemp(join(tmpdir(), 'midcoast-python-'));
    const { PATH } = process.env;
    const settings = { PIP_NO_INDEX: '1', PIP_FIND_LINKS: join(root, 'wheels') };
    // No Python starts with this one: whoever is given more than a clean environment fails.
    machine = { root, environment: { PATH, ...settings, PYTHONHOME: '/nowhere' } };
    for (const [name, text] of Object.entries(files)) {
      const path = join(root, 'source', name);
      await mkdir(join(path, '..'), { recursive: true });
      await writeFile(path, text);
    }
    await mkdir(join(root, 'wheels'));
    const python = (await pythonTool(machine).find())?.path ?? 'python3';
    const words = [
      '-m',
      'zipfile',
      '-c',
      join(root, 'wheels', wheel),
      ...(await readdir(join(root, 'source'))),
    ];
    await promisify(execFile)(python, words, { cwd: join(root, 'source') });
    sum = createHash('sha256')
      .update(await readFile(join(root, 'wheels', wheel)))
      .digest('hex');
  });
  after(() => rm(root, { recursive: true, force: true }));

  async function lock(hash: string) {
    const folder = join(root, 'src/operations/toolbox/python-locks');
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'greeter.txt'), `greeter==1.2 \\\n    --hash=sha256:${hash}\n`);
  }

  it('refuses a file that is not the one whose sum was written down', async () => {
    await lock('0'.repeat(64));
    await assert.rejects(
      async () => pythonProgramTool(program, machine).bring?.({ say: () => undefined }),
      (error) =>
        error instanceof Failure &&
        error.code === 'python_program_missing' &&
        /Expected sha256 0{64}/.test(String(error.facts['said'])),
    );
    assert.deepEqual(await readdir(join(root, '.midcoast/tools')), []);
  });

  it('brings what its lock names, and again once the lock is another', async () => {
    await lock(sum);
    const tool = pythonProgramTool(program, machine);
    const brought = await tool.bring?.({ say: () => undefined });
    assert.equal(brought?.version, '1.2');
    assert.deepEqual(await tool.find(), brought);
    await lock(`${sum} # of another day`);
    assert.equal(await tool.find(), undefined);
  });
});

describe('the locks of Python programs', () => {
  it('hold what was asked for, and a sum for everything', async () => {
    const folder = join(import.meta.dirname, 'python-locks');
    const asked = (await readdir(folder)).filter((name) => name.endsWith('.in'));
    assert.ok(asked.length > 0);
    for (const name of asked) {
      const pins = (await readFile(join(folder, name), 'utf8'))
        .split('\n')
        .filter((line) => /^\w/.test(line));
      const text = await readFile(join(folder, name.replace('.in', '.txt')), 'utf8');
      const packages = text.split(/\n(?=\w)/).slice(1);
      assert.deepEqual(
        pins.filter((pin) => !packages.some((each) => each.startsWith(`${pin} `))),
        [],
        `make ${name.replace('.in', '.txt')} anew, as its first lines say`,
      );
      assert.deepEqual(
        packages.filter((each) => !each.includes('--hash=sha256:')),
        [],
      );
    }
  });
});
