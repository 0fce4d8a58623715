import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Failure } from './failure.ts';
import { emulatorAsk } from './rehearsal/aws/emulator-call.ts';
import { loopbackUrl } from './loopback-url.ts';

const elsewhere = [
  'https://sts.us-east-1.amazonaws.com',
  'http://10.0.0.7:4566',
  'http://127.0.0.1.example.com:4566',
  'http://user@example.com',
  'https://127.0.0.1:4566',
  'http://0.0.0.0:4566',
  'file:///etc/hosts',
  '',
];

describe('loopbackUrl', () => {
  it('takes an address of this machine', () => {
    assert.equal(loopbackUrl('http://127.0.0.1:4566').port, '4566');
    assert.equal(loopbackUrl('http://[::1]:4566').port, '4566');
  });

  for (const address of elsewhere) {
    it(`refuses ${JSON.stringify(address)} before anything is sent there`, () => {
      const refused = (error: unknown) =>
        error instanceof Failure && error.code === 'rehearsal_not_local' && error.exit === 4;
      assert.throws(() => loopbackUrl(address), refused);
      assert.throws(() => emulatorAsk(address), refused);
    });
  }
});
