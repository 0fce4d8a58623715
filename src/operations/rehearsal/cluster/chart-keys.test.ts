import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { parse } from 'yaml';
import { environments } from '../../../environments/environments.ts';
import { midcoast } from '../../../platform/midcoast.ts';
import { chartSources } from './chart-sources.ts';
import { unknownValues } from './chart-values.ts';

/**
 * The names of the values of charts that lie in no Go module, those of the charts within them included: what
 * `helm show values` prints of that version, with every value left out, and what templates read beside it
 * (`priorityClassName` of the node exporter, the bounds of the collector's disruption budget). What is handed on as it
 * is, Grafana's own settings and the collector's, has no names below it.
 */
const folder = join(import.meta.dirname, 'chart-keys');

type Keys = { readonly version: string; readonly keys: object };

async function keysOf(name: string): Promise<Keys> {
  return parse(await readFile(join(folder, `${name}.yaml`), 'utf8')) as Keys;
}

const addOns = Object.values(environments).flatMap((environment) => midcoast(environment).addOns);
const elsewhere = addOns.filter(({ name }) => chartSources[name] === undefined);
const names = [...new Set(elsewhere.map(({ name }) => name))];

/** Numbers of a version; no such chart has one with words. */
const parts = (version: string) => version.split('.').map(Number);

describe('the values of charts that are not rendered', () => {
  it('are known by name for each of them', async () => {
    const written = (await readdir(folder)).map((file) => file.replace('.yaml', ''));
    assert.deepEqual(written.toSorted(), names.toSorted());
  });

  it('are values that the chart knows: Helm passes over all others in silence', async () => {
    for (const { name, values } of elsewhere) {
      const { keys } = await keysOf(name);
      assert.deepEqual(unknownValues(values, keys), [], name);
    }
  });

  it('are refused where a name is misspelt, at any depth', async () => {
    const stack = await keysOf('kube-prometheus-stack');
    const misspelt = {
      prometheus: { prometheusSpec: { retentionSizes: '1GB' } },
      alertmanager: { alertmanagerSpec: { alertmanagerConfigMatchStrategy: {} } },
      grafana: { sidecar: { dashboards: { searchNamespaces: [] } } },
      'prometheus-node-exporter': { namespaceOverrides: '' },
    };
    assert.equal(unknownValues(misspelt, stack.keys).length, 4);
    assert.equal(unknownValues({ config: { input: '' } }, (await keysOf('fluent-bit')).keys).length, 1);
  });

  it('are of the version that is installed, or of one before it', async () => {
    for (const name of names) {
      const { version } = await keysOf(name);
      const installed = elsewhere.find((each) => each.name === name)?.chart.version ?? '';
      const [[major = 0, minor = 0], [theirs = 0, minors = 0]] = [parts(version), parts(installed)];
      assert.ok(major < theirs || (major === theirs && minor <= minors), `${name} ${version} ${installed}`);
    }
  });
});
