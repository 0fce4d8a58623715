import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { production } from '../../../environments/production.ts';
import { midcoast } from '../../../platform/midcoast.ts';
import { unmet, type NodePool } from './node-pool-override.ts';
import { instanceOffers, simulatedInstances } from './simulated-instances.ts';

type Offer = {
  readonly name: string;
  readonly architecture: string;
  readonly offerings: readonly {
    readonly Price: number;
    readonly Requirements: readonly { readonly key: string; readonly values: readonly string[] }[];
  }[];
};

const pool = (midcoast(production).manifests['node-scaling'] ?? []).find(
  ({ kind }) => kind === 'NodePool',
) as NodePool;

const offers = (instanceOffers(['zone-a', 'zone-b']) as readonly Offer[]).flatMap(
  ({ name, architecture, offerings }) =>
    offerings.map(({ Price, Requirements }) => ({
      name,
      price: Price,
      missed: unmet(pool.spec.template.spec.requirements, {
        'kubernetes.io/os': 'linux',
        'kubernetes.io/arch': architecture,
        ...Object.fromEntries(Requirements.map(({ key, values }) => [key, values[0] ?? ''])),
      }),
    })),
);

describe('what the simulated provider offers', () => {
  const fitting = offers.filter(({ missed }) => missed.length === 0);

  it('has machines that the pool may take', () => {
    assert.ok(fitting.length > 0);
  });

  it('has for each other requirement a cheaper machine that misses it', () => {
    const dearest = Math.min(...fitting.map(({ price }) => price));
    const lures = offers.filter(({ missed, price }) => missed.length > 0 && price < dearest);
    const missed = new Set(lures.flatMap((lure) => lure.missed.map((text) => text.split(' ')[0])));
    const keys = pool.spec.template.spec.requirements.map(({ key }) => key);
    assert.deepEqual(
      keys.filter((key) => !missed.has(key)),
      // Nothing runs another system.
      ['kubernetes.io/os'],
    );
    assert.equal(new Set(offers.map(({ name }) => name)).size, simulatedInstances.length);
  });
});
