import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Environment } from './environment.ts';
import { environmentNamed, environments } from './environments.ts';
import { faultsBetween, faultsOf } from './limits.ts';
import { production } from './production.ts';
import { staging } from './staging.ts';
import { UnfitEnvironments } from './unfit-environments.ts';

/** Changes one part of production. */
function withPart<Part extends keyof Environment>(
  part: Part,
  change: Partial<Environment[Part]>,
): Environment {
  return { ...production, [part]: { ...(production[part] as object), ...(change as object) } };
}

const whole = (change: Partial<Environment>): Environment => ({ ...production, ...change });
const zoned = (zones: Readonly<Record<string, number>>) => withPart('network', { zones });
const pathsOf = (environment: Environment) => faultsOf(environment).map(({ path }) => path);

/** A fault, where it is told, and a word that its sentence must hold. */
const planted: readonly (readonly [string, Environment, RegExp])[] = [
  ['accountId', whole({ accountId: '1111' }), /twelve digits/],
  ['registryAccountId', whole({ registryAccountId: 'production' }), /twelve digits/],
  ['imageReaderAccountIds', whole({ imageReaderAccountIds: ['111122223333'] }), /other accounts/],
  ['imageReaderAccountIds', whole({ registryAccountId: '999988887777' }), /of another account/],
  ['region', whole({ region: 'eu-west-1' as 'us-east-1' }), /us-east-1, us-west-2/],
  ['recoveryRegion', whole({ recoveryRegion: 'us-east-1' }), /any but us-east-1/],
  ['repository', whole({ repository: 'midcoast' }), /owner\/name/],
  ['domain', whole({ domain: 'Midcoast.com' }), /lower case/],
  ['alarmEmail', whole({ alarmEmail: 'oncall' }), /e-mail/],
  ['monthlyBudgetUsd', whole({ monthlyBudgetUsd: Number.NaN }), /whole number/],
  ['network.cidr', withPart('network', { cidr: '10.0.0.0/20' }), /16 bits/],
  ['network.cidr', withPart('network', { cidr: '8.8.0.0/16' }), /private/],
  ['recoveryNetwork.cidr', withPart('recoveryNetwork', { cidr: '10.0.0.0/16' }), /overlap/],
  ['network.zones', zoned({ 'use1-az1': 1, 'use1-az2': 1, 'use1-az4': 3 }), /of its own from 1 to 99/],
  ['network.zones', zoned({ 'use1-az1': 1, 'use1-az2': 2, 'use1-az4': 100 }), /of its own from 1 to 99/],
  ['network.zones', zoned({ 'use1-az1': 1, 'use1-az2': 2, 'us-east-1d': 3 }), /ids of zones of us-east-1/],
  [
    'network.zones',
    zoned({ 'use1-az1': 1, 'use1-az2': 2, 'use1-az3': 3 }),
    /MSK brokers cannot run in use1-az3/,
  ],
  [
    'network.zones',
    zoned({ 'use1-az1': 1, 'use1-az2': 2, 'use1-az3': 3 }),
    /control plane of EKS cannot run in/,
  ],
  [
    'objectives.dataLoss.rpoMinutes',
    withPart('objectives', { dataLoss: { rpoMinutes: 1, rtoMinutes: 60 } }),
    /from 5/,
  ],
  ['objectives.availabilityPercent', withPart('objectives', { availabilityPercent: 100 }), /99\.99/],
  ['versions.kubernetes', withPart('versions', { kubernetes: '1.21' }), /1\.36/],
  ['versions.kafka', withPart('versions', { kafka: '2.8.1' }), /3\.9\.x/],
  ['versions.postgres', withPart('versions', { postgres: '18' }), /minor version/],
  [
    'cluster.systemNodes.instanceType',
    withPart('cluster', { systemNodes: { ...production.cluster.systemNodes, instanceType: 'm1.small' } }),
    /m6i\.large/,
  ],
  ['application.mostPods', withPart('application', { mostPods: 40 }), /200 of them in all/],
  ['application.mostPods', withPart('application', { mostPods: 2 }), /from 3, the least/],
  ['strategy', whole({ strategy: 'recreate' as 'rolling' }), /rolling, blue-green, canary/],
  ['database.instanceClass', withPart('database', { instanceClass: 'db.t2.nano' }), /db\.t3\.medium/],
  ['database.mostGiB', withPart('database', { mostGiB: 20 }), /26 %/],
  ['database.multiAz', withPart('database', { multiAz: false }), /standby/],
  ['database.readReplicas', withPart('database', { readReplicas: 6 }), /0 to 5/],
  ['database.backupDays', withPart('database', { backupDays: 36 }), /7 to 35/],
  ['databaseShards', whole({ databaseShards: 0 }), /from 1/],
  ['cache.nodeType', withPart('cache', { nodeType: 'cache.t1.micro' }), /cache\.t3\.micro/],
  ['cache.replicasPerShard', withPart('cache', { replicasPerShard: 0 }), /from 1/],
  ['cache.shards', withPart('cache', { shards: 50 }), /90/],
  ['queue.brokers', withPart('queue', { brokers: 4 }), /multiple of 3/],
  ['queue.instanceType', withPart('queue', { instanceType: 'kafka.m1.huge' }), /kafka\.m7g\.large/],
  ['queue.mostBrokerGiB', withPart('queue', { mostBrokerGiB: 100 }), /can grow/],
];

describe('the limits of an environment', () => {
  it('hold production and staging', () => {
    assert.deepEqual(faultsOf(production), []);
    assert.deepEqual(faultsOf(staging), []);
  });

  for (const [path, environment, words] of planted) {
    it(`refuse ${path} with what is allowed: ${words.source}`, () => {
      const told = faultsOf(environment).filter((fault) => fault.path === path);
      assert.ok(
        told.some(({ allowed }) => words.test(allowed)),
        JSON.stringify(faultsOf(environment)),
      );
    });
  }

  it('tell every fault at once, each with the value that was given', () => {
    const faults = faultsOf({ ...production, domain: 'x', databaseShards: 99, alarmEmail: '' });
    assert.deepEqual(
      faults.map(({ environment, path, given }) => [environment, path, given]),
      [
        ['production', 'domain', '"x"'],
        ['production', 'alarmEmail', '""'],
        ['production', 'databaseShards', '99'],
      ],
    );
    const error = new UnfitEnvironments(faults);
    assert.equal(error.message.split('\n').length, 3);
    assert.match(error.message, /production: databaseShards is 99; allowed: a whole number from 1 to 32/);
  });

  it('refuse a fourth zone with the reason', () => {
    const environment = zoned({ ...production.network.zones, 'use1-az5': 4 });
    const told = faultsOf(environment).find(({ path }) => path === 'network.zones');
    assert.equal(
      told?.allowed,
      'two or three zones: MSK spreads its brokers over two or three subnets, so a fourth zone cannot hold any',
    );
  });

  it('let another zone take the place of one, and two zones hold four brokers', () => {
    assert.deepEqual(pathsOf(zoned({ 'use1-az1': 1, 'use1-az2': 2, 'use1-az6': 6 })), []);
    const two = zoned({ 'use1-az1': 1, 'use1-az2': 2 });
    assert.deepEqual(pathsOf(two), ['queue.brokers']);
    assert.deepEqual(pathsOf({ ...two, queue: { ...two.queue, brokers: 4 } }), []);
  });

  it('do not break off at values of no sense', () => {
    const senseless = {
      ...production,
      queue: { ...production.queue, brokers: Number.NaN, instanceType: '' },
    };
    assert.deepEqual(pathsOf(senseless), ['queue.instanceType', 'queue.brokers', 'queue.brokers']);
  });
});

describe('the environments', () => {
  it('do not share an account, as their names are the same', () => {
    const shared = { ...staging, accountId: production.accountId, registryAccountId: production.accountId };
    assert.deepEqual(
      faultsBetween([production, shared]).map(({ environment, path }) => [environment, path]),
      [
        ['production', 'accountId'],
        ['staging', 'accountId'],
      ],
    );
  });

  it('pull only from an account that lets them', () => {
    const closed = { ...production, imageReaderAccountIds: [] };
    assert.deepEqual(
      faultsBetween([closed, staging]).map(({ environment, path }) => [environment, path]),
      [['staging', 'registryAccountId']],
    );
    assert.deepEqual(faultsBetween([production, staging]), []);
  });

  it('are found by their names, and only by those', () => {
    assert.equal(environmentNamed('staging'), environments.staging);
    assert.equal(environmentNamed('toString'), undefined);
  });
});
