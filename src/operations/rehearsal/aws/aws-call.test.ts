import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readCall } from './aws-call.ts';

const authorization = (service: string) =>
  `AWS4-HMAC-SHA256 Credential=111122223333/20261125/us-west-2/${service}/aws4_request, SignedHeaders=host, Signature=0`;

function call(service: string, method: string, path: string, headers: Record<string, string>, body = '') {
  const {
    service: read,
    operation,
    region,
  } = readCall({
    method,
    path,
    headers: { authorization: authorization(service), ...headers },
    body: Buffer.from(body),
  });
  return [read, operation, region];
}

describe('readCall', () => {
  it('reads the operation of a form, of a JSON target and of a path', () => {
    const form = { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' };
    assert.deepEqual(call('ec2', 'POST', '/', form, 'Action=DescribeVpcs&Version=2016-11-15'), [
      'ec2',
      'DescribeVpcs',
      'us-west-2',
    ]);
    assert.deepEqual(call('kms', 'POST', '/', { 'x-amz-target': 'TrentService.ListKeys' }), [
      'kms',
      'ListKeys',
      'us-west-2',
    ]);
    assert.deepEqual(call('kafka', 'GET', '/v1/clusters/arn%3Aaws%3Akafka?x=1', {}), [
      'kafka',
      'GET /v1/clusters/arn:aws:kafka',
      'us-west-2',
    ]);
  });

  it('says nothing of a request that nobody signed', () => {
    const read = readCall({ method: 'GET', path: '/', headers: {}, body: Buffer.alloc(0) });
    assert.equal(read.service, '');
  });
});
