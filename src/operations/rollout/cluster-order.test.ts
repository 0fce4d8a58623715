import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { production } from '../../environments/production.ts';
import { midcoast } from '../../platform/midcoast.ts';
import { clusterOrder, namespacesOf } from './cluster-order.ts';

describe('order of a cluster', () => {
  const platform = midcoast(production);
  const { first, prepared, rolledOut } = clusterOrder(platform);
  const opened = platform.addOns.flatMap(({ opens = [] }) => opens);

  it('has every heading once', () => {
    const all = [...first, ...opened, ...prepared, ...rolledOut].toSorted();
    assert.deepEqual(all, Object.keys(platform.manifests).toSorted());
  });

  it('makes every namespace that add-ons run in or reach into before the first of them', () => {
    const made = namespacesOf(platform.manifests).map(({ metadata }) => metadata?.name);
    const own = platform.addOns.map(({ namespace }) => namespace).filter((name) => name !== 'kube-system');
    // External Secrets has its rights there.
    for (const namespace of [...own, 'midcoast']) assert.ok(made.includes(namespace), namespace);
  });

  it('rolls out what names the image, and nothing else names it', () => {
    const naming = Object.entries(platform.manifests)
      .filter(([, objects]) => JSON.stringify(objects).includes('${IMAGE_DIGEST}'))
      .map(([heading]) => heading);
    assert.ok(naming.length > 0);
    assert.deepEqual(
      naming.filter((heading) => !rolledOut.includes(heading)),
      [],
    );
  });
});
