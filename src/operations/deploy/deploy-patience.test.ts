import assert from 'node:assert/strict';
import { it } from 'node:test';
import { environments } from '../../environments/environments.ts';
import { deployMinutes, midcoast } from '../../platform/midcoast.ts';
import { longestClusterMinutes } from './deploy-patience.ts';

/** A new Kubernetes, and a database upgraded with its readers, one after the other. */
const cloudMinutes = 3 * 60;

for (const environment of Object.values(environments)) {
  it(`the job of ${environment.name} outlasts the worst deploy, so that it is never cut off in the midst of one`, () => {
    const longest = cloudMinutes + longestClusterMinutes(midcoast(environment).addOns);
    assert.ok(longest <= deployMinutes, `${longest} min in a job of ${deployMinutes} min`);
  });
}
