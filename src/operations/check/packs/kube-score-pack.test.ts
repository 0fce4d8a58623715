import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readKubeScore } from './kube-score-pack.ts';

const files = [
  {
    name: 'Deployment.midcoast.a.yaml',
    address: 'Deployment midcoast/a',
    manifest: { apiVersion: 'apps/v1', kind: 'Deployment' },
    text: '',
  },
];
const check = (id: string, grade: number, skipped = false) => ({
  check: { id, name: id },
  grade,
  skipped,
  comments: [{ summary: 'says what' }],
});

describe('a report of kube-score', () => {
  it('gives what is critical and nothing milder, by object', () => {
    const checks = [check('pod-probes', 1), check('anti-affinity', 5), check('cpu', 10), check('x', 1, true)];
    const { findings, read } = readKubeScore([{ file_name: 'f/Deployment.midcoast.a.yaml', checks }], files);
    assert.deepEqual(
      findings.map(({ id, title, address }) => [id, title, address]),
      [['pod-probes', 'says what', 'Deployment midcoast/a']],
    );
    assert.deepEqual([...read], ['Deployment midcoast/a']);
  });

  it('of a run that read nothing has read nothing of what was written', () => {
    const { read, written } = readKubeScore([], files);
    assert.equal(read.size, 0);
    assert.deepEqual(written, ['Deployment midcoast/a']);
  });
});
