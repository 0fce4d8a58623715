import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { production } from '../../../environments/production.ts';
import { staging } from '../../../environments/staging.ts';
import { midcoast, stateNames } from '../../../platform/midcoast.ts';
import { overrideOf, type MainDocument } from './override.ts';

const url = 'http://127.0.0.1:4566';

/** All that an override may hold: where the services are, dummy credentials, where the state lies. */
const allowed = {
  provider: ['access_key', 'alias', 'endpoints', 's3_use_path_style', 'secret_key'],
  addedToBackend: ['access_key', 'endpoints', 'secret_key', 'use_path_style'],
};

for (const environment of [production, staging]) {
  const platform = midcoast(environment);
  for (const state of stateNames) {
    describe(`the override of ${environment.name}, ${state}`, () => {
      const main = platform.states[state].documents['main'] as MainDocument;
      const override = overrideOf({ main, url, accountId: environment.accountId });

      it('holds a provider and a backend, and nothing else', () => {
        assert.deepEqual(Object.keys(override), ['provider', 'terraform']);
        assert.deepEqual(Object.keys(override.provider), ['aws']);
        assert.deepEqual(Object.keys(override.terraform), ['backend']);
        assert.deepEqual(Object.keys(override.terraform.backend), ['s3']);
      });

      it('says of the provider only where the services are, and dummy credentials', () => {
        assert.equal(override.provider.aws.length, main.provider.aws.length);
        for (const provider of override.provider.aws) {
          for (const name of Object.keys(provider)) assert.ok(allowed.provider.includes(name), name);
          const [endpoints] = provider['endpoints'] as readonly Record<string, string>[];
          assert.deepEqual([...new Set(Object.values(endpoints ?? {}))], [url]);
          assert.equal(provider['access_key'], environment.accountId);
        }
      });

      it('leaves the backend as it is but for where it lies', () => {
        const own = main.terraform.backend.s3;
        const { s3 } = override.terraform.backend;
        for (const [name, value] of Object.entries(own)) assert.deepEqual(s3[name], value);
        const added = Object.keys(s3).filter((name) => !Object.hasOwn(own, name));
        assert.deepEqual(added.toSorted(), allowed.addedToBackend);
      });
    });
  }
}
