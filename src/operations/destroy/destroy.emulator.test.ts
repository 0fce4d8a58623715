import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  GetBucketPolicyCommand,
  GetBucketVersioningCommand,
  PutBucketVersioningCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { environments } from '../../environments/environments.ts';
import { names } from '../../platform/midcoast.ts';
import { reachCloud } from '../account/cloud.ts';
import { bootstrapStateBucket } from '../account/state-bucket.ts';
import { applyPlanned } from '../deploy/deploy.ts';
import { Failure } from '../failure.ts';
import { planStates } from '../plan/plan.ts';
import { condemn } from './destroy.ts';
import { startFaultProxy, type Fault } from './test-fault-proxy.ts';
import { openRecord } from './record.ts';
import { emulate, type Emulation } from './test-emulation.ts';
import { leaveBehind, makeStray } from './test-leavings.ts';
import { smallPlatform } from './test-platform.ts';
import { teardownSteps } from './teardown-steps.ts';
import { tearDown } from './teardown.ts';

/** With what one must have switched off before. */
const staging = { ...environments.staging, deletionProtection: false };
const thorough =
  (process.env['MIDCOAST_TEST_EXTENT'] ?? 'quick') !== 'quick' ||
  process.env['MIDCOAST_EMULATOR'] !== undefined;
const skip = thorough
  ? false
  : 'it needs Terraform and an emulator, and a minute: CI=true or MIDCOAST_EMULATOR=1';

const platform = smallPlatform(staging);
const rhythm = { firstMs: 20, longestMs: 100 };
/** With the look at what is left cut short: nobody waits here for AWS to forget. */
const steps = teardownSteps.map((step) =>
  step.name === 'leftovers' ? { ...step, limitMinutes: 0.05 } : step,
);

let emulation: Emulation;

/** Each happens so often and then no more, whoever asks. */
const faults: readonly Fault[] = [
  {
    service: 'elasticloadbalancing',
    operation: 'DeleteLoadBalancer',
    code: 'OperationNotPermitted',
    times: 1,
  },
  // More often than the SDK itself tries again.
  { service: 'ec2', operation: 'DeleteVolume', code: 'RequestLimitExceeded', times: 6 },
  { service: 'ec2', operation: 'DeleteSecurityGroup', code: 'DependencyViolation', times: 2 },
  { service: 'ec2', operation: 'DeleteSubnet', code: 'DependencyViolation', times: 1 },
];

describe('an environment', { skip }, () => {
  before(async () => {
    emulation = await emulate(platform, process.env);
  });
  after(() => emulation?.stop());

  it('is not touched with the credentials of another account', async () => {
    const other = { ...staging, accountId: '999999999999' };
    await assert.rejects(planStates(emulation.work({ environment: other }), platform, 'test'), (error) => {
      assert.ok(error instanceof Failure);
      assert.equal(error.code, 'account_differs');
      assert.equal(error.exit, 4);
      assert.deepEqual(
        [error.facts['account'], error.facts['expected']],
        [staging.accountId, other.accountId],
      );
      return true;
    });
  });

  it('is deployed exactly as planned, and then as it should be', async () => {
    const work = emulation.work();
    const planned = await planStates(work, platform, 'one');
    const counts = Object.fromEntries(
      planned.states.map(({ state, review }) => [state, review.counts.create]),
    );
    assert.deepEqual(counts, { platform: 5, recovery: 1 });
    await applyPlanned(planned, work.terminal);
    const again = await planStates(work, platform, 'one');
    assert.deepEqual(
      again.states.map(({ plan }) => plan.applyable),
      [false, false],
    );
  });

  it('makes nothing twice after a session that ended while it was applying', async () => {
    const operation = /^PUT .*platform\.tfstate$/;
    const ended: Fault = { service: 's3', operation, code: 'ExpiredToken', times: Number.POSITIVE_INFINITY };
    await using proxy = await startFaultProxy(emulation.emulators.proxyUrl, [ended]);
    const work = emulation.work({ url: proxy.url });
    // Another commit, which changes the tags of everything.
    const planned = await planStates(work, platform, 'two');
    await assert.rejects(
      applyPlanned(planned, work.terminal),
      (error) => error instanceof Failure && error.code === 'state_unsaved' && error.exit === 6,
    );
    const again = await planStates(emulation.work(), platform, 'two');
    const saved = 'platform: the state that an earlier run could not write is in its place';
    assert.ok(emulation.said.includes(saved));
    assert.deepEqual(
      again.states.map(({ plan }) => plan.applyable),
      [false, false],
    );
  });

  it('keeps its states in buckets that are versioned and speak TLS alone, and sets that again where it was undone', async () => {
    const cloud = reachCloud(emulation.work().variables);
    for (const region of [staging.region, staging.recoveryRegion]) {
      const s3 = new S3Client(cloud.client(region));
      const Bucket = names.stateBucket(staging, region);
      const isVersioned = async () =>
        (await s3.send(new GetBucketVersioningCommand({ Bucket }))).Status === 'Enabled';
      assert.ok(await isVersioned());
      const { Policy } = await s3.send(new GetBucketPolicyCommand({ Bucket }));
      assert.ok(Policy?.includes('aws:SecureTransport'));
      assert.deepEqual((await bootstrapStateBucket(cloud, staging, region)).done, []);
      const VersioningConfiguration = { Status: 'Suspended' } as const;
      await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration }));
      assert.deepEqual((await bootstrapStateBucket(cloud, staging, region)).done, ['versioned']);
      assert.ok(await isVersioned());
    }
    assert.equal(emulation.said.filter((line) => line.includes('of the state: made')).length, 2);
  });

  it('is taken down through throttling and dependencies, goes on after a failure, and leaves nothing', async () => {
    const settings = reachCloud(emulation.work().variables).client(staging.region);
    await leaveBehind(settings);
    const stray = await makeStray(settings, staging);
    await using proxy = await startFaultProxy(emulation.emulators.proxyUrl, faults);
    const work = emulation.work({ url: proxy.url });
    const { tools } = await condemn(work, 'test');
    const { root, signal, terminal } = work;
    const given = { root, environment: staging, tools, signal, terminal, rhythm, steps };
    const down = () => tearDown({ ...given, standing: new Set() });

    await assert.rejects(down(), { name: 'OperationNotPermittedException' });
    const broken = await openRecord(root, staging);
    assert.deepEqual(
      broken.done.map(({ name }) => name),
      ['workloads', 'node-pools'],
    );
    assert.match(
      broken.done[1]?.detail ?? '',
      /^1 instances .*1 launch templates .*1 instance profiles .*removed$/,
    );

    emulation.said.length = 0;
    await assert.rejects(down(), (error) => {
      assert.ok(error instanceof Failure);
      assert.equal(error.code, 'teardown_leftovers');
      assert.deepEqual(Object.values(error.facts), [stray.id]);
      return true;
    });
    assert.ok(emulation.said.some((line) => line.startsWith('workloads: done before')));

    await stray.remove();
    const { done } = await down();
    const details = Object.fromEntries(done.map(({ name, detail }) => [name, detail]));
    assert.match(details['load-balancers'] ?? '', /1 load balancers .*1 target groups .*1 security groups/);
    assert.match(details['volumes'] ?? '', /^1 volumes/);
    assert.match(details['interfaces'] ?? '', /^1 network interfaces/);
    assert.equal(details['network'], '5 resources destroyed');
    assert.equal(details['leftovers'], 'nothing is left');
    const retries = Object.fromEntries(done.map((step) => [step.name, step.retries]));
    assert.ok((retries['volumes']?.['RequestLimitExceeded'] ?? 0) >= 1);
    assert.equal(retries['load-balancers']?.['DependencyViolation'], 2);
    assert.deepEqual(Object.fromEntries(proxy.answered), {
      DeleteLoadBalancer: 1,
      DeleteVolume: 6,
      DeleteSecurityGroup: 2,
      DeleteSubnet: 1,
    });
  });
});
