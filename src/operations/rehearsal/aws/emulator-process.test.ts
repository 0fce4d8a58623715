import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { startEmulator } from './emulator-process.ts';

/** Notes that it was started; ends as one whose port is taken, so often as it is told, and answers then. */
const program = `
const { appendFileSync, readFileSync } = require('node:fs');
const [port, notes, busy] = process.argv.slice(1);
appendFileSync(notes, port + '\\n');
if (readFileSync(notes, 'utf8').trim().split('\\n').length <= Number(busy)) process.exit(1);
require('node:http').createServer((_, answer) => answer.end()).listen(Number(port), '127.0.0.1');
`;

describe('the process of an emulator', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'midcoast-emulator-'));
  });
  after(() => rm(folder, { recursive: true }));

  async function start(busy: number) {
    const notes = join(folder, `notes-${busy}`);
    await writeFile(notes, '');
    const emulator = startEmulator({
      name: 'an emulator',
      program: process.execPath,
      words: (port) => ['--eval', program, String(port), notes, String(busy)],
      variables: () => ({}),
      readyPath: '/',
      log: join(folder, `log-${busy}`),
      environment: process.env,
      signal: new AbortController().signal,
    });
    return { emulator, ports: async () => (await readFile(notes, 'utf8')).trim().split('\n') };
  }

  it('is started on another port where somebody was quicker to take the first', async () => {
    const { emulator, ports } = await start(1);
    const { url, stop } = await emulator;
    const tried = await ports();
    assert.equal(tried.length, 2);
    assert.equal(new URL(url).port, tried[1]);
    assert.equal((await fetch(url)).status, 200);
    await stop();
  });

  it('is given up where it never stays, and said where to read why', async () => {
    const { emulator, ports } = await start(9);
    await assert.rejects(emulator, { code: 'emulator_failed' });
    assert.equal((await ports()).length, 3);
  });
});
