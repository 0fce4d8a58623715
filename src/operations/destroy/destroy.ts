import { EC2Client } from '@aws-sdk/client-ec2';
import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { IAMClient } from '@aws-sdk/client-iam';
import { KMSClient } from '@aws-sdk/client-kms';
import { ResourceGroupsTaggingAPIClient, type TagFilter } from '@aws-sdk/client-resource-groups-tagging-api';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { Environment } from '../../environments/environment.ts';
import { names, stateNames, type StateName } from '../../platform/midcoast.ts';
import { openAccount } from '../account/account.ts';
import type { Cloud } from '../account/cloud.ts';
import type { PlanWork } from '../plan/plan.ts';
import { readPlan, type Change } from '../terraform/plan-file.ts';
import { runTerraform } from '../terraform/run.ts';
import { openState, terraformOf, type StateRun } from '../terraform/state-folder.ts';
import { controllerTag } from './leavings.ts';
import { checkSurvives } from './destroyer.ts';
import { findLeftovers } from './leftovers.ts';
import { checkUnprotected } from './protection.ts';
import type { TeardownTools } from './teardown-step.ts';

/** What would be destroyed, seen and allowed, and what it is done with. */
export type Condemned = {
  readonly states: readonly CondemnedState[];
  readonly tools: TeardownTools;
};

export type CondemnedState = { readonly state: StateName; readonly changes: readonly Change[] };

/**
 * Looks at what there is to destroy, and changes nothing but what an earlier run could not write. Refuses another
 * account, anything that AWS guards by deletion protection, and whoever is a role that would be destroyed itself. The
 * files of `generated/` must be fresh: they hold the provider's and the state's place.
 */
export async function condemn(work: Omit<PlanWork, 'named'>, commit: string): Promise<Condemned> {
  const { root, environment, terminal, signal } = work;
  const { cloud, identity } = await openAccount(work);
  const run = await terraformOf(work, cloud, commit);
  const folders = new Map<StateName, string>();
  const states: CondemnedState[] = [];
  for (const state of stateNames) {
    const settle = terminal.wait(`looking at ${state}`);
    try {
      const folder = await openState({ root, environment, state, terminal }, run);
      folders.set(state, folder);
      states.push({ state, changes: await planDestruction(run, folder) });
    } finally {
      settle();
    }
  }
  const changes = states.flatMap((each) => each.changes);
  checkUnprotected(environment, changes);
  checkSurvives(identity, changes);
  const terraform: TeardownTools['terraform'] = (state, limit) => ({
    ...run,
    folder: folders.get(state) ?? '',
    signal: AbortSignal.any([signal, limit]),
  });
  return { states, tools: { ...cloudTools(cloud, environment), terraform } };
}

const lookPlan = 'look.plan';

/** What Terraform would destroy, refreshed: `before` is what AWS says now. */
async function planDestruction(run: StateRun, folder: string): Promise<readonly Change[]> {
  await runTerraform({
    ...run,
    folder,
    words: ['plan', '-destroy', `-out=${lookPlan}`, '-lock-timeout=60s'],
  });
  const { changes } = await readPlan({ ...run, folder }, lookPlan);
  return changes.filter(({ mode, action }) => mode === 'managed' && action === 'delete');
}

function cloudTools(cloud: Cloud, environment: Environment): Omit<TeardownTools, 'terraform'> {
  const cluster = names.cluster;
  const settings = cloud.client(environment.region);
  const tags: readonly TagFilter[] = [
    { Key: 'midcoast:environment', Values: [environment.name] },
    { Key: `kubernetes.io/cluster/${cluster}`, Values: ['owned'] },
    { Key: controllerTag, Values: [cluster] },
  ];
  const scans = [environment.region, environment.recoveryRegion].map((region) => scanClients(cloud, region));
  return {
    cluster,
    ec2: new EC2Client(settings),
    elb: new ElasticLoadBalancingV2Client(settings),
    iam: new IAMClient(settings),
    region: environment.region,
    async findLeftovers() {
      const left = await Promise.all(scans.map((clients) => findLeftovers(clients, tags)));
      return left.flat();
    },
  };
}

function scanClients(cloud: Cloud, region: string) {
  const settings = cloud.client(region);
  return {
    tagging: new ResourceGroupsTaggingAPIClient(settings),
    ec2: new EC2Client(settings),
    kms: new KMSClient(settings),
    secrets: new SecretsManagerClient(settings),
  };
}
