import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { environmentNames } from '../../../environments/environment.ts';
import { environments } from '../../../environments/environments.ts';
import { midcoast } from '../../../platform/midcoast.ts';
import { matches, mostExcuses } from './excuse.ts';
import { excuseTables } from './excuse-tables.ts';
import type { Part } from './finding.ts';
import { ignoreFiles } from './ignore-files.ts';
import { partsOf } from './parts.ts';

const excuses = excuseTables.flat();

describe('the tables of excuses', () => {
  it('hold twelve ids each at most, each row with its reason', () => {
    for (const rows of excuseTables) assert.ok(new Set(rows.map(({ id }) => id)).size <= mostExcuses);
    for (const { id, reason } of excuses) assert.ok(reason.length > 20, id);
  });

  it('name only what is built in some environment', () => {
    const built = environmentNames.map((name) => partsOf(midcoast(environments[name])));
    for (const { id, addresses } of excuses) {
      for (const pattern of addresses) {
        const found = built.some((parts) =>
          (Object.keys(parts) as Part[]).some((part) =>
            parts[part].some((address) => matches(pattern, part, address)),
          ),
        );
        assert.ok(found, `${id} ${pattern}`);
      }
    }
  });

  it('are written for a plain scan, every id with its reason', () => {
    const files = ignoreFiles();
    for (const { pack, id, reason } of excuses) {
      const name = { checkov: '.checkov.yaml', trivy: '.trivyignore' }[pack as string];
      if (name === undefined) continue;
      const text = files.get(name) ?? '';
      assert.ok(text.includes(id), id);
      assert.ok(text.includes(reason), id);
    }
    assert.match(files.get('.checkov.yaml') ?? '', /^framework:\n {2}- terraform_json\n {2}- kubernetes\n/);
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
