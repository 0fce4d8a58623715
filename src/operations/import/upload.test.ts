import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { Failure } from '../failure.ts';
import { findFreePort } from '../local/free-port.ts';
import { uploadFile, type Upload } from './upload.ts';

let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'midcoast-upload-'));
  await writeFile(join(folder, 'leads.csv'), 'email\nann@example.com\n');
});
after(() => rm(folder, { recursive: true }));

function upload(notes: string[]): Upload {
  return {
    path: join(folder, 'leads.csv'),
    name: 'leads.csv',
    format: 'csv',
    source: undefined,
    map: {},
    signal: new AbortController().signal,
    onProgress: (_, note) => note !== undefined && notes.push(note),
  };
}

describe('uploadFile', () => {
  it('says at once that nobody answers there', async () => {
    const url = `http://127.0.0.1:${await findFreePort()}`;
    const notes: string[] = [];
    await assert.rejects(
      uploadFile({ url, apiKey: 'key' }, upload(notes)),
      (error) =>
        error instanceof Failure &&
        error.code === 'server_missing' &&
        error.exit === 3 &&
        error.message.includes(url),
    );
    assert.deepEqual(notes, []);
  });

  it('goes on under the same key where the connection was cut', async () => {
    const keys: unknown[] = [];
    const server = createServer((request, response) => {
      keys.push(request.headers['idempotency-key']);
      request.resume();
      if (keys.length === 1) request.socket.destroy();
      else response.writeHead(202).end(JSON.stringify({ id: 'the import' }));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const notes: string[] = [];
    const answer = await uploadFile({ url: `http://127.0.0.1:${port}`, apiKey: 'key' }, upload(notes));
    server.close();
    assert.equal(answer.id, 'the import');
    assert.equal(keys.length, 2);
    assert.equal(keys[0], keys[1]);
    assert.match(notes[0] ?? '', /was lost; again in 1 s/);
  });
});
