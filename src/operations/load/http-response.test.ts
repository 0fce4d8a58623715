import assert from 'node:assert/strict';
import { createServer, type RequestListener } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { describe, it } from 'node:test';
import { MalformedResponse, parseResponse, responseLimits } from './http-response.ts';

describe('parseResponse', () => {
  it('reads what node:http sends with a length, in chunks, and without a body', async () => {
    const bytes = await bytesFromNode([
      (_, answer) => answer.writeHead(201, { 'content-length': 6 }).end('{"ü"}'),
      (_, answer) => {
        answer.writeHead(200);
        answer.write('a'.repeat(300));
        answer.write('b'.repeat(70_000));
        answer.end('c');
      },
      (_, answer) => answer.writeHead(204).end(),
      (_, answer) => {
        answer.writeEarlyHints({ link: '</x>; rel=preload' });
        answer.writeHead(200, { trailer: 'x-sum', 'transfer-encoding': 'chunked' });
        answer.write('with a trailer');
        answer.addTrailers({ 'x-sum': '1' });
        answer.end();
      },
      (_, answer) => answer.writeHead(503, { 'retry-after': '2', connection: 'close' }).end('later'),
    ]);
    const seen = [];
    for (let at = 0; at < bytes.length;) {
      const response = parseResponse(bytes.subarray(at));
      assert.ok(response);
      seen.push([response.status, response.body.toString(), response.retryAfterSeconds, response.closes]);
      at += response.length;
    }
    assert.deepEqual(seen, [
      [201, '{"ü"}', undefined, false],
      [200, 'a'.repeat(300) + 'b'.repeat(70_000) + 'c', undefined, false],
      [204, '', undefined, false],
      [200, 'with a trailer', undefined, false],
      [503, 'later', 2, true],
    ]);
  });

  it('waits for the missing bytes wherever the network cut the answer', async () => {
    const bytes = await bytesFromNode([
      (_, answer) => {
        answer.writeHead(200);
        answer.write('first;');
        answer.end('second');
      },
      (_, answer) => answer.writeHead(200, { 'content-length': 4, connection: 'close' }).end('last'),
    ]);
    const first = parseResponse(bytes)!;
    for (let cut = 0; cut < first.length; cut += 1) {
      assert.equal(parseResponse(bytes.subarray(0, cut)), undefined, `cut at ${cut}`);
    }
    assert.equal(parseResponse(bytes.subarray(0, first.length))?.body.toString(), 'first;second');
    for (let cut = first.length; cut < bytes.length; cut += 1) {
      assert.equal(parseResponse(bytes.subarray(first.length, cut)), undefined, `cut at ${cut}`);
    }
    assert.equal(parseResponse(bytes.subarray(first.length))?.body.toString(), 'last');
  });

  it('refuses what is no answer', () => {
    const broken = [
      'SSH-2.0-OpenSSH_9.2\r\n\r\n',
      'HTTP/1.1 abc no\r\n\r\n',
      'HTTP/1.1 200 OK\r\n\r\nends with the connection',
      'HTTP/1.1 200 OK\r\ncontent-length: -1\r\n\r\n',
      `HTTP/1.1 200 OK\r\ncontent-length: ${responseLimits.bodyBytes + 1}\r\n\r\n`,
      'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nxyz\r\n',
      `HTTP/1.1 200 OK\r\nx: ${'y'.repeat(responseLimits.headBytes)}`,
    ];
    for (const text of broken) {
      assert.throws(() => parseResponse(Buffer.from(text)), MalformedResponse, text.slice(0, 60));
    }
  });
});

/** All bytes that node:http sends on one connection to as many requests as there are handlers. */
async function bytesFromNode(handlers: readonly RequestListener[]): Promise<Buffer> {
  let next = 0;
  const server = createServer((request, answer) => handlers[next++]!(request, answer));
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  const socket = connect(port, '127.0.0.1');
  socket.write('GET / HTTP/1.1\r\nhost: x\r\nte: trailers\r\n\r\n'.repeat(handlers.length));
  const parts: Buffer[] = [];
  for await (const part of socket) parts.push(part as Buffer);
  server.close();
  return Buffer.concat(parts);
}
