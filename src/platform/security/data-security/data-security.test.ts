import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { production } from '../../../environments/production.ts';
import { documentsOf, resourcesOf } from '../../document.ts';
import { State } from '../../state.ts';
import { connectionsSecret } from './connections-secret.ts';
import { contactKeySecret } from './contact-key-secret.ts';
import { databaseRoleSecrets } from './database-role-secrets.ts';
import { dataSecurity } from './data-security.ts';
import { keyUses, type KeyPurpose } from './key-purposes.ts';

const state = new State(production, 'platform', production.region);
const heading = state.heading('data-security');
const keys = dataSecurity(heading, {
  environment: production,
  region: production.region,
  serviceRoles: { autoscalingArn: 'role-of-autoscaling' },
});
contactKeySecret(heading, { environment: production, keys });
databaseRoleSecrets(heading, { environment: production, keys });
connectionsSecret(state.heading('connections'), {
  environment: production,
  keys,
  connections: { cache: { host: 'redis', port: 6379 } },
});
const resources = resourcesOf(state);
const all = (type: string) =>
  resources.filter((each) => each.type === type).map(({ attributes }) => attributes);
const found = (address: string) => {
  const resource = resources.find((each) => each.address === address);
  assert.ok(resource, address);
  return resource.attributes;
};

type Statement = {
  readonly Sid: string;
  readonly Principal: { readonly AWS?: readonly string[]; readonly Service?: readonly string[] };
  readonly Action: readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
};

function policyOfKey(purpose: KeyPurpose): readonly Statement[] {
  const { policy } = found(`aws_kms_key.data_security_${purpose}_key`);
  return (JSON.parse(String(policy)) as { Statement: Statement[] }).Statement;
}
const purposes = Object.keys(keyUses) as KeyPurpose[];
const root = 'arn:aws:iam::111122223333:root';

describe('the keys', () => {
  it('are one a purpose, each rotated every year, kept for 30 days when deleted, and found by an alias', () => {
    assert.deepEqual(Object.keys(keys), purposes);
    for (const key of all('aws_kms_key')) {
      assert.deepEqual(
        [key['enable_key_rotation'], key['rotation_period_in_days'], key['deletion_window_in_days']],
        [true, 365, 30],
        String(key['description']),
      );
    }
    assert.deepEqual(
      all('aws_kms_alias').map(({ name }) => name),
      purposes.toSorted().map((purpose) => `alias/midcoast-${purpose}`),
    );
  });

  it('are the guide’s: the application’s bears its description', () => {
    assert.equal(
      found('aws_kms_key.data_security_application_key')['description'],
      'Application encryption key',
    );
  });

  it('let nobody use them whom their policy does not name', () => {
    for (const purpose of purposes) {
      for (const { Sid, Principal } of policyOfKey(purpose)) {
        const named = [...(Principal.AWS ?? []), ...(Principal.Service ?? [])];
        assert.ok(named.length > 0 && !named.includes('*'), `${purpose} ${Sid}`);
      }
    }
  });

  it('let the account administer them, and read nothing by that', () => {
    for (const purpose of purposes) {
      for (const { Sid, Principal, Action, Condition } of policyOfKey(purpose)) {
        if (!(Principal.AWS ?? []).includes(root) || Condition !== undefined) continue;
        const reading = Action.filter((action) => /Encrypt|Decrypt|DataKey|\*/.test(action));
        assert.deepEqual(reading, [], `${purpose} ${Sid}`);
      }
    }
  });

  it('are used through the service of their purpose, in their own region', () => {
    const [use] = policyOfKey('database').filter(({ Sid }) => Sid === 'UseThroughServices');
    assert.deepEqual(use?.Condition, { StringEquals: { 'kms:ViaService': ['rds.us-east-1.amazonaws.com'] } });
  });

  it('let nobody grant their use but a service that asks for a resource of ours, and who makes the cluster', () => {
    for (const purpose of purposes) {
      for (const { Sid, Action, Condition } of policyOfKey(purpose)) {
        if (!Action.includes('kms:CreateGrant')) continue;
        if (Sid === 'GrantToCluster') {
          const makers = Condition?.['ArnLike']?.['aws:PrincipalArn'] as readonly string[] | undefined;
          assert.ok(makers);
          assert.ok(makers.includes('arn:aws:iam::111122223333:role/midcoast-deploy'));
          assert.ok(!makers.some((arn) => /role\/(midcoast-)?\*/.test(arn)));
        } else {
          assert.equal(Condition?.['Bool']?.['kms:GrantIsForAWSResource'], 'true', `${purpose} ${Sid}`);
        }
      }
    }
  });

  it('encrypt log groups of this account alone', () => {
    const [use] = policyOfKey('logs').filter(({ Sid }) => Sid === 'EncryptLogs');
    assert.deepEqual(use?.Principal, { Service: ['logs.us-east-1.amazonaws.com'] });
    assert.deepEqual(use?.Condition, {
      ArnLike: {
        'kms:EncryptionContext:aws:logs:arn': 'arn:aws:logs:us-east-1:111122223333:log-group:*',
      },
    });
  });
});

describe('the secrets', () => {
  const documents = JSON.stringify(documentsOf(state));

  it('lie in the environment’s place, encrypted with the key of secrets', () => {
    const secrets = all('aws_secretsmanager_secret');
    assert.deepEqual(secrets.map(({ name }) => String(name)).toSorted(), [
      'midcoast/production/connections',
      'midcoast/production/contact-key',
      'midcoast/production/database-app',
      'midcoast/production/database-owner',
    ]);
    assert.ok(secrets.every(({ kms_key_id: key }) => key === keysAs('secrets')));
  });

  it('give the application and the owner of the schema a password each, in no file and no state', () => {
    for (const role of ['app', 'owner']) {
      const version = found(`aws_secretsmanager_secret_version.data_security_database_${role}_version`);
      assert.equal(version['secret_string'], undefined);
      assert.match(
        String(version['secret_string_wo']),
        new RegExp(`midcoast_${role}.*ephemeral\\.\\w+\\.data_security_database_${role}_characters`),
      );
    }
  });

  it('hold a contact key of 64 hexadecimal digits that is in no file and no state', () => {
    const version = found('aws_secretsmanager_secret_version.data_security_contact_key_version');
    assert.equal(version['secret_string'], undefined);
    assert.match(String(version['secret_string_wo']), /^\$\{ephemeral\./);
    const digits =
      /"data_security_contact_key_characters":\{"exclude_characters":"([a-z]+)".*?"password_length":(\d+)/.exec(
        documents,
      );
    assert.equal(digits?.[2], '64');
    const left = Array.from('abcdefghijklmnopqrstuvwxyz').filter((letter) => !digits?.[1]?.includes(letter));
    assert.equal(left.join(''), 'abcdef');
  });

  it('keep the contact key in the recovery region too, and for 30 days after a deletion', () => {
    const secret = found('aws_secretsmanager_secret.data_security_contact_key');
    assert.deepEqual(secret['replica'], [{ kms_key_id: 'alias/midcoast-secrets', region: 'us-west-2' }]);
    assert.equal(secret['recovery_window_in_days'], 30);
  });
});

function keysAs(purpose: KeyPurpose): string {
  return `\${aws_kms_key.data_security_${purpose}_key.arn}`;
}
