import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { environmentNames } from '../../../environments/environment.ts';
import { environments } from '../../../environments/environments.ts';
import { midcoast } from '../../../platform/midcoast.ts';
import { declared } from '../../declaration.ts';
import { matches, mostExcuses } from './excuse.ts';
import { excuses } from './excuses.ts';
import { ignoreFiles } from './ignore-files.ts';

describe('the table of excuses', () => {
  it('holds twelve ids at most, each row with its reason', () => {
    assert.ok(new Set(excuses.map(({ id }) => id)).size <= mostExcuses);
    for (const { id, reason } of excuses) assert.ok(reason.length > 20, id);
  });

  it('names only what is built in some environment', () => {
    const built = environmentNames.flatMap((name) => declared(midcoast(environments[name])));
    for (const { id, addresses } of excuses) {
      for (const pattern of addresses) {
        assert.ok(
          built.some(({ state, address }) => matches(pattern, state, address)),
          `${id} ${pattern}`,
        );
      }
    }
  });

  it('is written for a plain scan, every id with its reason', () => {
    const files = ignoreFiles();
    for (const { pack, id, reason } of excuses) {
      const text = files.get(pack === 'checkov' ? '.checkov.yaml' : '.trivyignore') ?? '';
      assert.ok(text.includes(id), id);
      assert.ok(text.includes(reason), id);
    }
    assert.match(files.get('.checkov.yaml') ?? '', /^framework:\n {2}- terraform_json\n/);
  });
});

describe('an address of an excuse', () => {
  it('stands for itself, or for each in place of a star', () => {
    assert.ok(matches('aws_x.replica_*', 'platform', 'aws_x.replica_1'));
    assert.ok(!matches('aws_x.replica_*', 'platform', 'aws_y.replica_1'));
    assert.ok(!matches('aws_x.a', 'platform', 'aws_x.ab'));
    assert.ok(!matches('aws_x.a', 'platform', 'aws_xza'));
  });
});
