import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { UnfitEnvironments } from '../environments/unfit-environments.ts';
import { Failure } from '../operations/failure.ts';
import { palette } from '../operations/terminal.ts';
import { describeError, reportError } from './errors.ts';

const circumstances = { words: ['up', '--port', '1'], version: '1.2.3', interrupted: false };

describe('reportError', () => {
  it('gives a failure as it is', () => {
    const failure = new Failure({
      code: 'port_busy',
      exit: 'busy',
      message: 'port 8080 is taken',
      facts: { port: 8080 },
      next: 'name another with --port',
    });
    const report = reportError(failure, circumstances);
    assert.deepEqual(report, {
      code: 'port_busy',
      message: 'port 8080 is taken',
      facts: { port: 8080 },
      next: 'name another with --port',
      exit: 5,
    });
    assert.equal(
      describeError(report, palette(false)),
      'error port 8080 is taken (port_busy)\n  port  8080\nnext  name another with --port',
    );
  });

  it('tells every value of an environment that is refused, as wrong input', () => {
    const report = reportError(
      new UnfitEnvironments([
        { environment: 'production', path: 'queue.brokers', given: '4', allowed: 'a multiple of 3' },
        { environment: 'staging', path: 'domain', given: '""', allowed: 'a DNS name' },
      ]),
      circumstances,
    );
    assert.equal(report.code, 'environment_unfit');
    assert.equal(report.exit, 2);
    assert.deepEqual(report.facts, {
      '1 production queue.brokers': '4; allowed: a multiple of 3',
      '2 staging domain': '""; allowed: a DNS name',
    });
  });

  it('takes what AWS refuses, in whatever part of a command, for no bug', () => {
    const error = Object.assign(new Error('The security token included in the request is expired'), {
      name: 'ExpiredTokenException',
      $metadata: { httpStatusCode: 403 },
    });
    const report = reportError(error, circumstances);
    assert.equal(report.code, 'credentials_refused');
    assert.equal(report.exit, 6);
  });

  it('takes anything else for a bug, and asks for a report with what is needed to find it', () => {
    const report = reportError(new TypeError('x is undefined'), circumstances);
    assert.equal(report.exit, 70);
    assert.equal(report.facts['command'], './midcoast up --port 1');
    assert.match(report.next, /report/);
  });

  it('takes an aborted operation for an interruption only after a signal', () => {
    const aborted = new DOMException('aborted', 'AbortError');
    assert.equal(reportError(aborted, { ...circumstances, interrupted: true }).exit, 130);
    assert.equal(reportError(aborted, circumstances).exit, 70);
  });
});
