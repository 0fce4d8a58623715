import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ResourceNotFoundException } from '@aws-sdk/client-eks';
import { Failure } from '../failure.ts';
import { awsRefusal } from './aws-refusal.ts';

/** As the SDK makes it of an answer that no type is known for. */
function answered(name: string, httpStatusCode: number): Error {
  const error = new Error('as the service says it');
  return Object.assign(error, {
    name,
    $fault: 'client',
    $metadata: { httpStatusCode, requestId: 'request-1' },
  });
}

describe('an error of the AWS SDK', () => {
  it('of a session that ended says that one signs in again', () => {
    for (const error of [
      answered('ExpiredTokenException', 403),
      answered('ExpiredToken', 400),
      answered('RequestExpired', 400),
      Object.assign(new Error('Token is expired'), { name: 'CredentialsProviderError' }),
    ]) {
      const failure = awsRefusal(error);
      assert.equal(failure?.code, 'credentials_refused', error.name);
      assert.equal(failure.exit, 6);
      assert.match(failure.next, /^sign in again/);
    }
  });

  it('of rights that lack says whose credentials have them, and what AWS said', () => {
    for (const name of ['AccessDenied', 'AccessDeniedException', 'UnauthorizedOperation']) {
      const failure = awsRefusal(answered(name, 403));
      assert.equal(failure?.code, 'aws_refused');
      assert.deepEqual(failure.facts, {
        said: 'as the service says it',
        status: 403,
        request: 'request-1',
      });
      assert.match(failure.next, /^use credentials that may do it/);
    }
  });

  it('of any other kind is AWS’s, and no bug of ours', () => {
    const gone = new ResourceNotFoundException({ message: 'No cluster found', $metadata: {} });
    const failure = awsRefusal(gone);
    assert.equal(failure?.code, 'aws_refused');
    assert.deepEqual(failure.facts, { said: 'No cluster found' });
  });

  it('is nothing that we threw ourselves', () => {
    const own = new Failure({ code: 'x', exit: 'usage', message: 'x', next: 'x' });
    const stopped = Object.assign(answered('AbortError', 0), { message: 'Request aborted' });
    for (const error of [own, stopped, new TypeError('x is undefined'), 'text', undefined])
      assert.equal(awsRefusal(error), undefined);
  });
});
