import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { cleanEnvironment } from './clean-environment.ts';

describe('cleanEnvironment', () => {
  it('keeps every credential from what comes from a registry', () => {
    const secrets = {
      AWS_SECRET_ACCESS_KEY: 'x',
      AWS_SESSION_TOKEN: 'x',
      AWS_PROFILE: 'x',
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'x',
      GITHUB_TOKEN: 'x',
      GOOGLE_APPLICATION_CREDENTIALS: 'x',
      MIDCOAST_DATABASE_URL: 'x',
      SSH_AUTH_SOCK: 'x',
    };
    assert.deepEqual(cleanEnvironment(secrets), {});
  });

  it('keeps what a machine behind a proxy and a mirror needs', () => {
    const settings = {
      PATH: '/usr/bin',
      HOME: '/somewhere',
      https_proxy: 'http://proxy.example',
      SSL_CERT_FILE: '/etc/ssl/own.pem',
      PIP_INDEX_URL: 'https://mirror.example/simple',
      PYENV_ROOT: '/somewhere/pyenv',
      GOPROXY: 'https://mirror.example/go',
    };
    assert.deepEqual(cleanEnvironment({ ...settings, AWS_ACCESS_KEY_ID: 'x' }), settings);
  });
});
