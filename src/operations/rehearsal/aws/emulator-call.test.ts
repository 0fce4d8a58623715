import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, it } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import type { AwsCall } from './aws-call.ts';
import { emulatorAsk } from './emulator-call.ts';

const call: AwsCall = {
  service: 'monitoring',
  operation: 'DescribeAlarms',
  region: 'us-east-1',
  method: 'POST',
  path: '/',
  headers: {},
  body: Buffer.from('Action=DescribeAlarms'),
};

describe('an emulator', () => {
  it('is asked by so many at a time as it can take, and answers all', async () => {
    let now = 0;
    let most = 0;
    const server = createServer((_, outgoing) => {
      now += 1;
      most = Math.max(most, now);
      void pause(5).then(() => {
        now -= 1;
        outgoing.end('<done/>');
      });
    });
    await new Promise<void>((resolve) => server.listen({ host: '127.0.0.1', port: 0 }, resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    try {
      for (const atOnce of [1, 3]) {
        most = 0;
        const ask = emulatorAsk(url, atOnce);
        const answers = await Promise.all(Array.from({ length: 12 }, () => ask(call)));
        assert.deepEqual([...new Set(answers.map(({ body }) => body.toString()))], ['<done/>']);
        assert.equal(most, atOnce);
      }
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });
});
