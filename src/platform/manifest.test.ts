import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseAllDocuments } from 'yaml';
import { yamlOf } from './manifest.ts';

describe('manifests as YAML', () => {
  it('begin with version, kind and name, however they were written down', () => {
    const service = { spec: { b: 1, a: 2 }, metadata: { name: 'x' }, kind: 'Service', apiVersion: 'v1' };
    assert.equal(
      yamlOf([service]),
      'apiVersion: v1\nkind: Service\nmetadata:\n  name: x\nspec:\n  b: 1\n  a: 2\n',
    );
  });

  it('are one document each', () => {
    const one = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'one' } };
    const two = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'two' } };
    const read = parseAllDocuments(yamlOf([one, two])).map((document) => document.toJS() as unknown);
    assert.deepEqual(read, [one, two]);
  });

  it('quote what Kubernetes would read as something other than text', () => {
    const data = { switch: 'on', number: '8080', power: '1e3', time: '12:30:45', nothing: 'null' };
    const map = { apiVersion: 'v1', kind: 'ConfigMap', data };
    const text = yamlOf([map]);
    for (const [key, value] of Object.entries(data)) assert.ok(text.includes(`  ${key}: "${value}"\n`), key);
  });

  it('repeat what stands twice, without anchors', () => {
    const labels = { app: 'x' };
    const service = { apiVersion: 'v1', kind: 'Service', metadata: { labels }, spec: { selector: labels } };
    assert.doesNotMatch(yamlOf([service]), /[&*]/);
  });
});
