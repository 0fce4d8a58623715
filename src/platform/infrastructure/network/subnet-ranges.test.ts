import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { production } from '../../../environments/production.ts';
import { subnetRanges } from './subnet-ranges.ts';

/** Zones with a number of their own each, as a valid environment has them. */
const someZones = fc
  .uniqueArray(fc.integer({ min: 1, max: 99 }), { minLength: 1, maxLength: 6 })
  .map((numbers) => Object.fromEntries(numbers.map((number) => [`zone-${number}`, number])));

const networkOf = (zones: Record<string, number>) => ({ ...production.network, zones });

describe('subnetRanges', () => {
  it('gives production the ranges of the guide', () => {
    assert.deepEqual(subnetRanges(production.network), [
      { zoneId: 'use1-az1', privateCidr: '10.0.1.0/24', publicCidr: '10.0.101.0/24' },
      { zoneId: 'use1-az2', privateCidr: '10.0.2.0/24', publicCidr: '10.0.102.0/24' },
      { zoneId: 'use1-az4', privateCidr: '10.0.3.0/24', publicCidr: '10.0.103.0/24' },
    ]);
  });

  it('moves no other subnet when a zone comes or goes, whatever its name or place', () => {
    fc.assert(
      fc.property(someZones, fc.nat(), (zones, pick) => {
        const ids = Object.keys(zones);
        const gone = ids[pick % ids.length];
        const rest = Object.fromEntries(Object.entries(zones).filter(([id]) => id !== gone));
        assert.deepEqual(
          subnetRanges(networkOf(rest)),
          subnetRanges(networkOf(zones)).filter(({ zoneId }) => zoneId !== gone),
        );
      }),
    );
  });

  it('gives no range twice', () => {
    fc.assert(
      fc.property(someZones, (zones) => {
        const cidrs = subnetRanges(networkOf(zones)).flatMap((zone) => [zone.privateCidr, zone.publicCidr]);
        assert.equal(new Set(cidrs).size, cidrs.length);
      }),
    );
  });
});
