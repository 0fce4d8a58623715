import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { describe, it } from 'node:test';
import { production } from '../environments/production.ts';
import { databaseAuthorities } from './database-trust.ts';

describe('the authorities of the databases', () => {
  const pem = databaseAuthorities(production).data?.['authorities.pem'] ?? '';
  const certificates = pem.match(/-----BEGIN[^]+?-----END CERTIFICATE-----/g) ?? [];

  it('are those of the two regions, and sign for themselves', () => {
    const read = certificates.map((text) => new X509Certificate(text));
    assert.deepEqual(
      read.map(({ subject }) => /CN=Amazon RDS (\S+) Root CA RSA2048 G1/.exec(subject)?.[1]),
      ['us-east-1', 'us-west-2'],
    );
    for (const certificate of read) assert.ok(certificate.verify(certificate.publicKey));
  });

  it('are valid for years to come', () => {
    for (const text of certificates) {
      assert.ok(new Date(new X509Certificate(text).validTo).getUTCFullYear() > 2040);
    }
  });
});
