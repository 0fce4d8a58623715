import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { parse, parseAllDocuments } from 'yaml';
import { deviations, root, rowsOf, words } from './guide-page.ts';

type KubernetesObject = { readonly kind?: string; readonly metadata?: { readonly name?: string } };
type Blocks = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/**
 * What `./midcoast synth` wrote for production: resources by their address, objects by kind and name, and the workflow by
 * its file.
 */
async function readProduction(): Promise<ReadonlyMap<string, unknown>> {
  const resources = (await textsIn('generated/production/terraform/platform', '.json')).flatMap((text) => {
    const { resource = {} } = JSON.parse(text) as { resource?: Blocks };
    return Object.entries(resource).flatMap(([type, blocks]) =>
      Object.entries(blocks).map(([name, block]) => [`${type}.${name}`, block] as const),
    );
  });
  const objects = (await textsIn('generated/production/kubernetes', '.yaml'))
    .flatMap((text) => parseAllDocuments(text).map((document) => document.toJS() as KubernetesObject | null))
    .filter((object) => object?.metadata !== undefined)
    .map((object) => [`${object?.kind}/${object?.metadata?.name}`, object] as const);
  const workflow = parse(await readFile(join(root, '.github/workflows/pipeline.yml'), 'utf8')) as unknown;
  return new Map<string, unknown>([...resources, ...objects, ['pipeline.yml', workflow]]);
}

async function textsIn(folder: string, ending: string): Promise<readonly string[]> {
  const files = (await readdir(join(root, folder))).filter((name) => name.endsWith(ending));
  return Promise.all(files.map((name) => readFile(join(root, folder, name), 'utf8')));
}

/** What stands at a path of names, through the first of a list. */
function valueAt(block: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((value, step) => {
    return (firstOf(value) as Readonly<Record<string, unknown>> | undefined)?.[step];
  }, block);
}

function firstOf(value: unknown): unknown {
  return Array.isArray(value) ? value[0] : value;
}

/** Every name and value that the guide quotes, with its heading. */
const quoted = [
  '1. Network Configuration: midcoast-vpc 10.0.0.0/16 us-east-1a us-east-1b us-east-1c',
  '1. Network Configuration: 10.0.1.0/24 10.0.2.0/24 10.0.3.0/24 10.0.101.0/24 10.0.102.0/24 10.0.103.0/24',
  '2. Kubernetes Cluster (EKS): midcoast-cluster 1.21',
  '3. Database (RDS): postgres db.t3.medium 20',
  '4. Cache (Redis): midcoast-redis redis',
  '5. Message Queue (Kafka): midcoast-kafka 2.8.1 2',
  '1. Application Deployment: apps/v1 midcoast-app 3 midcoast-app:latest',
  '2. Service Mesh (Istio): networking.istio.io/v1alpha3 midcoast-vs api.midcoast.com midcoast-gateway',
  '3. Monitoring Stack: monitoring.coreos.com/v1 midcoast-monitor metrics',
  '1. GitHub Actions: main',
  '2. Container Registry: midcoast-app',
  '3. Deployment Strategy: RollingUpdate 1 0',
  '1. Network Security: midcoast-app 443 tcp',
  '3. Identity Management: midcoast-app',
  '1. Application Scaling: autoscaling/v2beta1 midcoast-hpa',
  '2. Database Scaling: true',
  '3. Cache Scaling: cache.t3.micro 3',
  '1. Backup Strategy: midcoast-backup',
  '2. Recovery Procedures: 3 RollingUpdate',
  '3. Monitoring: midcoast-alarm',
].flatMap((line) => {
  const [heading = '', values = ''] = line.split(': ');
  return values.split(' ').map((value) => `${heading}: ${value}`);
});
const quotedPhrases = ['2. Data Security: Application encryption key', '1. GitHub Actions: CI/CD Pipeline'];

describe('the guide’s own words', () => {
  it('says of every name and value that the guide quotes where production has it', async () => {
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
      assert.equal(
        String(firstOf(valueAt(production.get(address), path))),
        value,
        `${heading}: ${address} ${path}`,
      );
    }
  });
});
