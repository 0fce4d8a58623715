import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { IExternalSecret } from '@kubernetes-models/external-secrets/external-secrets.io/v1/ExternalSecret';
import { breaches } from '../test-platform.ts';
import { sound, withApp, withObject, withoutObject } from '../test-workload.ts';
import { clusterReferenceRules } from './cluster-references.ts';

const [known, mounted, sourced, accounts] = clusterReferenceRules;
assert.ok(known && mounted && sourced && accounts);

const app = 'Deployment midcoast/midcoast-app';

describe('the rules over what manifests refer to', () => {
  it('find nothing in production', () => {
    for (const rule of clusterReferenceRules) assert.deepEqual(breaches(rule, sound), [], rule.id);
  });
});

describe('holes-are-listed', () => {
  it('finds one that the list does not hold', () => {
    const planted = withApp(({ container }) => {
      container.args = ['app', '${DATABASE_HOST}'];
    });
    assert.deepEqual(breaches(known, planted), [{ where: app, seen: 'leaves open DATABASE_HOST' }]);
  });
});

describe('pods-find-their-secrets', () => {
  it('finds a key that no secret has, and a secret that nothing makes', () => {
    const planted = withApp(({ container }) => {
      const valueFrom = { secretKeyRef: { name: 'midcoast-app', key: 'PASSWORD' } };
      container.env = [{ name: 'PASSWORD', valueFrom }];
    });
    assert.deepEqual(breaches(mounted, planted), [{ where: app, seen: 'reads PASSWORD of midcoast-app' }]);
    const without = withoutObject('ExternalSecret', 'midcoast-migrate');
    assert.deepEqual(
      breaches(mounted, without).map(({ seen }) => seen),
      ['DATABASE_URL', 'OWNER_DATABASE_URL', 'ADMIN_DATABASE_URL'].map(
        (name) => `reads MIDCOAST_${name} of midcoast-migrate`,
      ),
    );
  });
});

describe('secrets-have-a-source', () => {
  it('finds a secret that Terraform does not make', () => {
    const planted = withObject<IExternalSecret>('ExternalSecret', 'midcoast-app', ({ spec }) => {
      spec?.data?.push({ secretKey: 'other', remoteRef: { key: 'midcoast/production/other' } });
    });
    assert.deepEqual(breaches(sourced, planted), [
      {
        where: 'ExternalSecret midcoast/midcoast-app',
        seen: 'reads midcoast/production/other, which nothing makes',
      },
    ]);
  });
});

describe('pods-have-accounts', () => {
  it('finds the default account, and one that nothing makes', () => {
    const nobody = withApp(({ pod }) => {
      delete pod.serviceAccountName;
    });
    assert.deepEqual(breaches(accounts, nobody), [{ where: app, seen: 'runs as default' }]);
    const gone = withoutObject('ServiceAccount', 'midcoast-app');
    assert.deepEqual(breaches(accounts, gone), [{ where: app, seen: 'runs as midcoast-app' }]);
  });
});
