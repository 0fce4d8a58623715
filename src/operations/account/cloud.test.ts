import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Failure } from '../failure.ts';
import { reachCloud } from './cloud.ts';

function refused(code: string) {
  return (error: unknown) => error instanceof Failure && error.code === code && error.exit === 4;
}

describe('reachCloud', () => {
  it('reaches AWS with the person’s own credentials, whatever the AWS configuration says of endpoints', () => {
    const cloud = reachCloud({ AWS_PROFILE: 'production', HOME: '/home' });
    assert.equal(cloud.rehearsed, false);
    const settings = cloud.client('us-east-1');
    assert.equal(settings.endpoint, undefined);
    assert.equal(settings.credentials, undefined);
    assert.equal(settings.ignoreConfiguredEndpointUrls, true);
    assert.equal(cloud.variables['AWS_IGNORE_CONFIGURED_ENDPOINT_URLS'], 'true');
    assert.equal(cloud.variables['AWS_PROFILE'], 'production');
  });

  it('refuses to be led away from AWS, even to this machine', () => {
    for (const address of ['http://127.0.0.1:4566', 'https://elsewhere.example']) {
      assert.throws(() => reachCloud({ AWS_ENDPOINT_URL: address }), refused('endpoint_foreign'));
      assert.throws(() => reachCloud({ AWS_ENDPOINT_URL_S3: address }), refused('endpoint_foreign'));
    }
  });

  it('rehearses on this machine alone', () => {
    const account = { AWS_ACCESS_KEY_ID: '111122223333' };
    for (const address of ['https://elsewhere.example', 'http://10.0.0.1:4566', 'http://127.0.0.1.example']) {
      assert.throws(
        () => reachCloud({ ...account, MIDCOAST_REHEARSAL: address }),
        refused('rehearsal_not_local'),
      );
    }
    const cloud = reachCloud({ ...account, MIDCOAST_REHEARSAL: 'http://127.0.0.1:4566' });
    assert.equal(cloud.client('us-east-1').endpoint, 'http://127.0.0.1:4566');
    assert.equal(cloud.variables['AWS_ENDPOINT_URL'], 'http://127.0.0.1:4566');
  });

  it('takes no credentials of a person into a rehearsal', () => {
    const rehearsal = { MIDCOAST_REHEARSAL: 'http://127.0.0.1:4566' };
    assert.throws(() => reachCloud(rehearsal), refused('rehearsal_credentials'));
    assert.throws(
      () => reachCloud({ ...rehearsal, AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE' }),
      refused('rehearsal_credentials'),
    );
    const { variables } = reachCloud({
      ...rehearsal,
      AWS_ACCESS_KEY_ID: '111122223333',
      AWS_SECRET_ACCESS_KEY: 'theirs',
      AWS_SESSION_TOKEN: 'theirs',
      AWS_PROFILE: 'theirs',
    });
    assert.ok(!Object.values(variables).includes('theirs'));
  });
});
