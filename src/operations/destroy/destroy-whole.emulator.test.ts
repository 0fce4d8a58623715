import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { environments } from '../../environments/environments.ts';
import { midcoast } from '../../platform/midcoast.ts';
import { reachCloud } from '../account/cloud.ts';
import { applyPlanned } from '../deploy/deploy.ts';
import { planStates } from '../plan/plan.ts';
import { awsClients } from '../rehearsal/aws/aws-clients.ts';
import { awsSettings } from '../rehearsal/aws/aws-settings.ts';
import { unlistedTypes } from '../rehearsal/aws/ledger.ts';
import { makePrerequisites } from '../rehearsal/aws/prerequisites.ts';
import { findAll, newIn } from '../rehearsal/aws/scans/scans.ts';
import { condemn } from './destroy.ts';
import { emulate, type Emulation } from './test-emulation.ts';
import { leaveBehind } from './test-leavings.ts';
import { teardownSteps } from './teardown-steps.ts';
import { tearDown } from './teardown.ts';

/** With what one must have switched off before. */
const staging = { ...environments.staging, deletionProtection: false };
const skip =
  process.env['MIDCOAST_TEST_EXTENT'] === 'all' || process.env['MIDCOAST_EMULATOR'] !== undefined
    ? false
    : 'only with --all or MIDCOAST_EMULATOR=1: it takes nine minutes';

describe('the whole of staging', { skip }, () => {
  const platform = midcoast(staging);
  const made = Object.values(platform.states).flatMap(({ resources }) => resources).length;
  let emulation: Emulation;
  let findEverywhere: () => Promise<readonly Awaited<ReturnType<typeof findAll>>[]>;
  before(async () => {
    emulation = await emulate(platform, process.env);
    const settings = awsSettings(emulation.emulators, staging.accountId);
    await makePrerequisites(staging, settings);
    const regions = [staging.region, staging.recoveryRegion].map((region) =>
      awsClients(settings, region, staging.accountId),
    );
    findEverywhere = () => Promise.all(regions.map(findAll));
  });
  after(() => emulation?.stop());

  it('is deployed, and taken down in eleven steps that leave nothing', async () => {
    const work = emulation.work();
    const { terminal, signal, root } = work;
    const found = await findEverywhere();
    const planned = await planStates(work, platform, 'test');
    await applyPlanned(planned, terminal);
    await leaveBehind(reachCloud(work.variables).client(staging.region));

    const { states, tools } = await condemn(work, 'test');
    assert.equal(states.flatMap(({ changes }) => changes).length, made);
    const standing = await tools.findLeftovers();
    for (const region of [staging.region, staging.recoveryRegion]) {
      const there = standing.filter((thing) => thing.includes(`:${region}:`));
      assert.ok(there.length > 0, `the look at what is left sees nothing of ${region}`);
    }
    const rhythm = { firstMs: 500, longestMs: 5_000 };
    const types = new Set(states.flatMap(({ changes }) => changes.map(({ type }) => type)));
    const given = { root, environment: staging, tools, signal, terminal, rhythm };
    const { done } = await tearDown({ ...given, standing: types });

    assert.deepEqual(
      done.map(({ name }) => name),
      teardownSteps.map(({ name }) => name),
    );
    const destroyed = done.map(({ detail }) => Number(/^(\d+) resources? destroyed$/.exec(detail)?.[1] ?? 0));
    assert.equal(
      destroyed.reduce((sum, count) => sum + count, 0),
      made,
    );
    assert.equal(done.at(-1)?.detail, 'nothing is left');
    // The same asked of each service, whatever bears a tag. The profile is not Karpenter's, and must stay.
    const left = (await findEverywhere())
      .flatMap((now, at) => newIn(now, found[at] ?? new Map()))
      .filter(({ type }) => !type.split(' ').every((one) => unlistedTypes.has(one)));
    assert.deepEqual(
      [...new Set(left.map(({ type, id }) => `${type} ${id}`))],
      ['aws_iam_instance_profile midcoast-other'],
    );
  });
});
