import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { breaches, plantedPlatform } from '../test-platform.ts';
import { secretLeakRules } from './secret-leak.ts';

const [leak] = secretLeakRules;
assert.ok(leak);
const rule = leak;

function seen(resource: object): readonly string[] {
  const platform = plantedPlatform({});
  const state = { ...platform.states.platform, documents: { database: { resource } } };
  return breaches(rule, { ...platform, states: { ...platform.states, platform: state } }).map(
    ({ where, seen }) => `${where} ${seen}`,
  );
}

describe('no-secret-in-files', () => {
  it('finds a password, even one that comes from another resource', () => {
    assert.deepEqual(seen({ aws_db_instance: { d: { password: '${random_password.p.result}' } } }), [
      'platform/database.tf.json: resource.aws_db_instance.d.password carries a secret into the state',
    ]);
  });

  it('finds what has the shape of a secret wherever it stands', () => {
    const key = ['AKIA', 'IOSFODNN7EXAMPLE'].join('');
    assert.equal(seen({ aws_x: { y: { description: `use ${key}` } } }).length, 1);
    assert.equal(seen({ aws_x: { y: { url: 'postgres://app:hunter22@db:5432/x' } } }).length, 1);
  });

  it('passes a secret of addresses and user names, and finds one with a password', () => {
    const version = (text: string) =>
      seen({ aws_secretsmanager_secret_version: { v: { secret_string: text } } });
    assert.deepEqual(
      version('${jsonencode({"host" = aws_db_instance.d.address, "user" = "midcoast-app"})}'),
      [],
    );
    assert.equal(version('${jsonencode({"password" = random_password.p.result})}').length, 1);
  });

  it('passes write-only arguments', () => {
    assert.deepEqual(
      seen({ aws_secretsmanager_secret_version: { v: { secret_string_wo: '${ephemeral.x.y.z}' } } }),
      [],
    );
  });
});
