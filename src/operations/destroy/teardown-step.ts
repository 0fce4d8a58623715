import type { EC2Client } from '@aws-sdk/client-ec2';
import type { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { IAMClient } from '@aws-sdk/client-iam';
import type { StateName } from '../../platform/midcoast.ts';
import type { Progress } from '../terminal.ts';
import type { TerraformRun } from '../terraform/run.ts';
import { clear } from './clearing.ts';
import type { Leaving } from './leavings.ts';
import type { Patience } from './retry.ts';
import { destroyStage } from './terraform-stage.ts';

/** What the steps of a teardown work with. */
export type TeardownTools = {
  readonly ec2: EC2Client;
  readonly elb: ElasticLoadBalancingV2Client;
  readonly iam: IAMClient;
  readonly region: string;
  readonly cluster: string;
  /** Terraform in the folder of a state. */
  readonly terraform: (state: StateName, signal: AbortSignal) => Omit<TerraformRun, 'words' | 'onLine'>;
  /** What still bears a tag of the environment, in both regions. */
  readonly findLeftovers: () => Promise<readonly string[]>;
};

/** One step: it may be run again at any time, finds for itself what is left to do, and says what it did. */
export type TeardownStep = {
  readonly name: string;
  /** What it does and why at this point, as one phrase. */
  readonly does: string;
  readonly limitMinutes: number;
  /** Terraform's types of which nothing stands once it is done; none where it takes what Terraform does not know, or all. */
  readonly takes?: readonly string[];
  readonly run: (tools: TeardownTools, patience: Patience, progress: Progress) => Promise<string>;
};

/** A step that removes what controllers made, each kind after the one before. */
export function clearing(
  step: Omit<TeardownStep, 'run'>,
  leavings: (tools: TeardownTools) => readonly Leaving[],
): TeardownStep {
  return { ...step, run: (tools, patience) => clear(leavings(tools), patience) };
}

/** A step that lets Terraform destroy the types of a state that are named, or all that is left of it. */
export function destroying(
  step: Omit<TeardownStep, 'run'>,
  state: StateName,
  types?: readonly string[],
): TeardownStep {
  return {
    ...step,
    ...(types && { takes: types }),
    run: (tools, patience, progress) =>
      destroyStage({ run: tools.terraform(state, patience.signal), types }, progress, patience),
  };
}
