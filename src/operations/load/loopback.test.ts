import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Failure } from '../failure.ts';
import { parseLoopback } from './loopback.ts';

describe('parseLoopback', () => {
  it('takes the addresses of this machine', () => {
    assert.deepEqual(parseLoopback('http://127.0.0.1:8080'), { host: '127.0.0.1', port: 8080 });
    assert.deepEqual(parseLoopback('http://localhost:1/x'), { host: '127.0.0.1', port: 1 });
    assert.deepEqual(parseLoopback('http://[::1]:9'), { host: '::1', port: 9 });
    assert.deepEqual(parseLoopback('http://127.9.0.1'), { host: '127.9.0.1', port: 80 });
  });

  it('refuses every other address, with exit code 4', () => {
    const others = [
      'http://api.midcoast.com',
      'https://127.0.0.1',
      'http://127.0.0.1.example.com',
      'http://127.example.com',
      'http://localhost.example.com',
      'http://10.0.0.1:8080',
      'http://0.0.0.0:8080',
      'http://user@example.com:80@8.8.8.8',
      'not a url',
      '',
    ];
    for (const url of others) {
      assert.throws(
        () => parseLoopback(url),
        (error) => error instanceof Failure && error.exit === 4 && error.code === 'load_not_local',
        url,
      );
    }
  });
});
