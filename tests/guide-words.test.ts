import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { deviations, root, rowsOf, words } from './guide-page.ts';

type Blocks = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** What `./midcoast synth` wrote for the platform of production, by address. */
async function readProduction(): Promise<ReadonlyMap<string, unknown>> {
  const folder = join(root, 'generated/production/terraform/platform');
  const documents = await Promise.all(
    (await readdir(folder)).map(
      async (name) => JSON.parse(await readFile(join(folder, name), 'utf8')) as { resource?: Blocks },
    ),
  );
  return new Map(
    documents.flatMap(({ resource = {} }) =>
      Object.entries(resource).flatMap(([type, blocks]) =>
        Object.entries(blocks).map(([name, block]) => [`${type}.${name}`, block] as const),
      ),
    ),
  );
}

/** What stands at a path of names, through the first of a list. */
function valueAt(block: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((value, step) => {
    const one: unknown = Array.isArray(value) ? value[0] : value;
    return (one as Readonly<Record<string, unknown>> | undefined)?.[step];
  }, block);
}

/** Every name and value that the guide quotes for AWS, with its heading. */
const quoted = [
  '1. Network Configuration: midcoast-vpc 10.0.0.0/16 us-east-1a us-east-1b us-east-1c',
  '1. Network Configuration: 10.0.1.0/24 10.0.2.0/24 10.0.3.0/24 10.0.101.0/24 10.0.102.0/24 10.0.103.0/24',
  '2. Kubernetes Cluster (EKS): midcoast-cluster 1.21',
  '3. Database (RDS): postgres db.t3.medium 20',
  '4. Cache (Redis): midcoast-redis redis',
  '5. Message Queue (Kafka): midcoast-kafka 2.8.1 2',
  '2. Container Registry: midcoast-app',
  '1. Network Security: midcoast-app 443 tcp',
  '3. Identity Management: midcoast-app',
  '2. Database Scaling: true',
  '3. Cache Scaling: cache.t3.micro 3',
  '1. Backup Strategy: midcoast-backup',
  '3. Monitoring: midcoast-alarm',
].flatMap((line) => {
  const [heading = '', values = ''] = line.split(': ');
  return values.split(' ').map((value) => `${heading}: ${value}`);
});
const quotedPhrases = ['2. Data Security: Application encryption key'];

describe('the guide’s own words', () => {
  it('says of every name and value that the guide quotes for AWS where production has it', async () => {
    const rows = rowsOf(words);
    assert.deepEqual(
      rows.map(([heading = '', value = '']) => `${heading}: ${value.replaceAll('`', '')}`).toSorted(),
      [...quoted, ...quotedPhrases].toSorted(),
    );
    const production = await readProduction();
    const instead = rowsOf(deviations).map(([theirs = '']) => theirs);
    for (const [heading, quotedValue = '', where = ''] of rows) {
      const value = quotedValue.replaceAll('`', '');
      if (where === 'deviation') {
        assert.ok(
          instead.some((theirs) => theirs.includes(quotedValue)),
          `${heading}: no deviation has ${quotedValue}`,
        );
        continue;
      }
      const [, address = '', path = ''] = /^`(\S+)` `(\S+)`$/.exec(where) ?? [];
      assert.equal(String(valueAt(production.get(address), path)), value, `${heading}: ${address} ${path}`);
    }
  });
});
