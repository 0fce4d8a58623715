import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { schemaFiles } from './schema-files.ts';

const place = '/api/_definitions.json';

describe('the files of schemas', () => {
  let kubernetes = '';
  before(async () => {
    kubernetes = await mkdtemp(join(tmpdir(), 'midcoast-schemas-'));
    const folder = join(kubernetes, 'v1.36.0-local-strict');
    await mkdir(folder);
    const service = { $id: 'https://x/service', properties: { spec: { $ref: `${place}#/$defs/Spec` } } };
    const parts = {
      Spec: { $id: 'https://x/spec', properties: { at: { $ref: '#/$defs/Time' } } },
      Time: { type: 'string' },
      Other: { type: 'object' },
    };
    await writeFile(join(folder, 'service-v1.json'), JSON.stringify(service));
    await writeFile(join(folder, '_definitions.json'), JSON.stringify({ $defs: parts }));
  });
  after(() => rm(kubernetes, { recursive: true }));

  const files = (...kinds: readonly string[]) =>
    schemaFiles(
      kinds.map((kind) => ({ apiVersion: 'v1', kind })),
      ['1.36'],
      { kubernetes, definitions: [] },
    );

  it('hold all that they refer to, and nothing that leads elsewhere', async () => {
    const text = (await files('Service')).get('v1.36.0/service-v1.json') ?? '';
    assert.deepEqual(JSON.parse(text), {
      properties: { spec: { $ref: '#/$defs/Spec' } },
      $defs: { Spec: { properties: { at: { $ref: '#/$defs/Time' } } }, Time: { type: 'string' } },
    });
  });

  it('leave out a kind that nobody knows, so that it counts as unread', async () => {
    assert.deepEqual([...(await files('Servise')).keys()], []);
  });
});
