import assert from 'node:assert/strict';
import { createHash, createHmac } from 'node:crypto';
import { it, mock } from 'node:test';
import { reachCloud } from './cloud.ts';
import { clusterTokens, signToken } from './cluster-token.ts';

const account = '123456789012';
const cloud = reachCloud({ MIDCOAST_REHEARSAL: 'http://127.0.0.1:4566', AWS_ACCESS_KEY_ID: account });
const at = new Date('2026-01-02T03:04:05Z');
const day = '20260102';
const scope = `${day}/us-east-1/sts/aws4_request`;

/** The signature as the reference of Signature Version 4 has it, by Node alone. */
function signatureOf(query: URLSearchParams, cluster: string): string {
  const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();
  const hash = (text: string) => createHash('sha256').update(text).digest('hex');
  const names = [...query.keys()].filter((name) => name !== 'X-Amz-Signature').toSorted();
  const canonical = [
    'GET',
    '/',
    names.map((name) => `${encodeURIComponent(name)}=${encodeURIComponent(query.get(name) ?? '')}`).join('&'),
    `host:sts.us-east-1.amazonaws.com\nx-k8s-aws-id:${cluster}\n`,
    'host;x-k8s-aws-id',
    hash(''),
  ].join('\n');
  const text = ['AWS4-HMAC-SHA256', query.get('X-Amz-Date'), scope, hash(canonical)].join('\n');
  const key = ['us-east-1', 'sts', 'aws4_request'].reduce<Buffer>(hmac, hmac('AWS4rehearsal', day));
  return hmac(key, text).toString('hex');
}

it('a token is an address of STS, signed for one cluster, good for a minute', async () => {
  const token = await signToken(cloud, 'us-east-1', 'midcoast-cluster', at);
  const [head, body = ''] = token.split(/\.(.*)/s);
  assert.equal(head, 'k8s-aws-v1');
  const { host, pathname, searchParams } = new URL(Buffer.from(body, 'base64url').toString());
  assert.equal(`${host}${pathname}`, 'sts.us-east-1.amazonaws.com/');
  assert.equal(searchParams.get('Action'), 'GetCallerIdentity');
  assert.equal(searchParams.get('X-Amz-Expires'), '60');
  assert.equal(searchParams.get('X-Amz-Credential'), `${account}/${scope}`);
  assert.equal(searchParams.get('X-Amz-Signature'), signatureOf(searchParams, 'midcoast-cluster'));
  assert.notEqual(searchParams.get('X-Amz-Signature'), signatureOf(searchParams, 'another'));
});

it('a token that is handed out is good for ten minutes more', async () => {
  mock.timers.enable({ apis: ['Date'], now: at });
  try {
    const token = clusterTokens(cloud, 'us-east-1', 'midcoast-cluster');
    const first = await token();
    mock.timers.tick(3 * 60_000);
    assert.equal(await token(), first);
    mock.timers.tick(2 * 60_000);
    assert.notEqual(await token(), first);
  } finally {
    mock.timers.reset();
  }
});
