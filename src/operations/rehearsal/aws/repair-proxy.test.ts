import assert from 'node:assert/strict';
import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { after, before, describe, it } from 'node:test';
import type { AwsAnswer, AwsCall } from './aws-call.ts';
import { startRepairProxy, type RepairProxy } from './repair-proxy.ts';

const authorization =
  'AWS4-HMAC-SHA256 Credential=111122223333/20261125/us-east-1/kms/aws4_request, SignedHeaders=host, Signature=0';

function answer(status: number, body: string): AwsAnswer {
  return { status, headers: { 'content-type': 'application/json' }, body: Buffer.from(body) };
}

/** Asks with the path as it is given: a whole address when a client takes the proxy for one. */
async function ask(proxy: RepairProxy, path: string, target: string): Promise<[number, string]> {
  const { promise, resolve, reject } = Promise.withResolvers<[number, string]>();
  const { port } = new URL(proxy.url);
  const headers = { authorization, 'x-amz-target': `TrentService.${target}` };
  request({ host: '127.0.0.1', port, method: 'POST', path, headers }, (incoming) => {
    text(incoming).then((body) => resolve([incoming.statusCode ?? 0, body]), reject);
  })
    .once('error', reject)
    .end('{}');
  return promise;
}

describe('the proxy before the emulators', () => {
  const asked: AwsCall[] = [];
  let proxy: RepairProxy;
  before(async () => {
    proxy = await startRepairProxy({
      async ask(call) {
        asked.push(call);
        return call.operation === 'Broken' ? answer(500, 'trace') : answer(200, `"${call.operation}"`);
      },
      repairs: [{ service: 'kms', operation: 'Mended', answer: async () => answer(200, '"mended"') }],
    });
  });
  after(() => proxy.close());

  it('lets pass what no repair names', async () => {
    assert.deepEqual(await ask(proxy, '/', 'ListKeys'), [200, '"ListKeys"']);
  });

  it('answers what a repair names in the emulator’s stead', async () => {
    const before = asked.length;
    assert.deepEqual(await ask(proxy, '/', 'Mended'), [200, '"mended"']);
    assert.equal(asked.length, before);
  });

  it('takes a request that is addressed to an account on this machine', async () => {
    const [status] = await ask(proxy, 'http://111122223333.127.0.0.1:9/v20180820/x', 'ListKeys');
    assert.equal(status, 200);
    assert.equal(asked.at(-1)?.path, '/v20180820/x');
  });

  it('refuses a request to anywhere else, and tells of it', async () => {
    const before = asked.length;
    const [status] = await ask(proxy, 'http://sts.us-east-1.amazonaws.com/', 'GetCallerIdentity');
    assert.equal(status, 403);
    assert.equal(asked.length, before);
    assert.ok(proxy.traffic.refused.some((refusal) => refusal.service.includes('amazonaws.com')));
  });

  it('keeps the provider from asking for minutes what an emulator cannot answer', async () => {
    const [status] = await ask(proxy, '/', 'Broken');
    assert.equal(status, 400);
  });
});
