import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readKubeconform } from './kubeconform-pack.ts';

const file = (name: string) => ({
  name: `Service.midcoast.${name}.yaml`,
  address: `Service midcoast/${name}`,
  manifest: { apiVersion: 'v1', kind: 'Service' },
  text: '',
});
const files = [file('a'), file('b'), file('c')];
const resource = (name: string, status: string, msg = '') => ({
  filename: `x/objects/Service.midcoast.${name}.yaml`,
  status,
  msg,
});

describe('a report of kubeconform', () => {
  const report = {
    resources: [
      resource('a', 'statusValid'),
      resource('b', 'statusInvalid', "at '/spec': additional properties 'prots' not allowed"),
      resource('c', 'statusError', 'could not find schema for Service'),
    ],
  };
  const scan = readKubeconform(report, files, '1.36');

  it('tells what a version would refuse, by object', () => {
    assert.deepEqual(
      scan.findings.map(({ id, address }) => `${id} ${address}`),
      ['1.36 Service midcoast/b'],
    );
    assert.equal(scan.subject, 'Kubernetes 1.36');
  });

  it('counts as read only what a schema was there for', () => {
    assert.deepEqual([...scan.read], ['Service midcoast/a', 'Service midcoast/b']);
    assert.equal(scan.written.length, 3);
  });
});
