import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { endUnfinished, isAsWanted, readRelease } from './add-on-release-state.ts';
import type { Release } from './helm-release.ts';

const release: Release = {
  name: 'karpenter',
  namespace: 'kube-system',
  chart: {
    name: 'karpenter',
    version: '1.2.3',
    words: ['oci://registry.example/karpenter', '--version=1.2.3'],
  },
  values: {},
  patienceMinutes: 5,
};

/** Helm, as it answers each command; what it was asked to change is kept. */
function helmThatSays(answers: Readonly<Record<string, unknown>>) {
  const done: (readonly string[])[] = [];
  const helm = (words: readonly string[]) => {
    const answer = answers[words[0] ?? ''];
    if (answer === undefined) done.push(words);
    return Promise.resolve(JSON.stringify(answer ?? ''));
  };
  return { helm, done };
}

describe('an unfinished release', () => {
  const revisions = (...statuses: readonly string[]) =>
    statuses.map((status, index) => ({ revision: index + 1, status }));

  async function ended(...statuses: readonly string[]) {
    const { helm, done } = helmThatSays({ history: revisions(...statuses) });
    const said: string[] = [];
    const found = { status: statuses.at(-1) ?? '', chart: 'karpenter-1.2.3' };
    const left = await endUnfinished(helm, release, { found, say: (line) => said.push(line) });
    const forced = done.every((words) => words[0] !== 'rollback' || words.includes('--force-conflicts'));
    assert.ok(forced, 'somebody’s change by hand would keep it from going back');
    return { left, asked: done.map((words) => words.slice(0, 3)), lines: said.length };
  }

  it('goes back over failed revisions to the last that was deployed', async () => {
    assert.deepEqual(await ended('superseded', 'deployed', 'failed', 'pending-rollback'), {
      left: 'there',
      asked: [['rollback', 'karpenter', '2']],
      lines: 1,
    });
  });

  it('that was never deployed is removed', async () => {
    for (const status of ['pending-install', 'uninstalling']) {
      const { left, asked } = await ended(status);
      assert.equal(left, 'absent');
      assert.deepEqual(asked, [['uninstall', 'karpenter', '--namespace=kube-system']]);
    }
  });

  it('is none that was deployed or failed, which Helm upgrades', async () => {
    for (const status of ['deployed', 'failed']) {
      assert.deepEqual(await ended(status), { left: 'there', asked: [], lines: 0 });
    }
    const { helm } = helmThatSays({ list: [] });
    assert.equal(await readRelease(helm, release), undefined);
  });
});

describe('a release is left alone', () => {
  const values = JSON.stringify({ replicas: 2, region: 'us-east-1', limits: { cpu: null } });
  const there = { status: 'deployed', chart: 'karpenter-1.2.3' };
  const wanted = (found: typeof there | undefined, has: unknown) =>
    isAsWanted(helmThatSays({ get: has }).helm, release, { found, values });
  const same = { limits: { cpu: null }, region: 'us-east-1', replicas: 2 };

  it('where it has the wanted chart and values', async () => {
    assert.equal(await wanted(there, same), true);
  });

  it('and is not, where version, values or status are others', async () => {
    assert.equal(await wanted({ ...there, chart: 'karpenter-1.2.4' }, same), false);
    assert.equal(await wanted({ ...there, status: 'failed' }, same), false);
    assert.equal(await wanted(there, { ...same, replicas: 3 }), false);
    assert.equal(await wanted(there, { ...same, more: true }), false);
    assert.equal(await wanted(undefined, same), false);
  });
});
