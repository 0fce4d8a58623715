import { reachCloud } from '../operations/account/cloud.ts';
import { refuseAbsentImage } from '../operations/account/image.ts';
import { confirm } from '../operations/deploy/confirmation.ts';
import { refuseStranger } from '../operations/deploy/deployer.ts';
import { applyPlanned } from '../operations/deploy/deploy.ts';
import { deployCluster } from '../operations/deploy/deploy-cluster.ts';
import { exitCodes } from '../operations/failure.ts';
import { formatDuration } from '../operations/figures.ts';
import { discardPlans, makePlan, type Planned } from '../operations/plan/plan.ts';
import { describeChanges, isEmpty, planJson, planLines } from '../operations/plan/plan-report.ts';
import { refuseLosses } from '../operations/plan/stateful.ts';
import type { Context, Values } from './command.ts';
import { confirmationOf, readDigest, readPart } from './deploy-words.ts';
import { planWork } from './plan-run.ts';

/** Plans, asks, applies, and ships to the cluster. */
export async function run(context: Context, values: Values, [name = '']: readonly string[]): Promise<number> {
  const digest = readDigest(values);
  const cloudOnly = readPart(values) === 'cloud';
  const planned = await makePlan(planWork(context, values, name));
  for (const line of planLines(planned, context.terminal.colour)) context.print(line);
  // An emulator of AWS has no cluster in it: that is rehearsed by itself.
  const withCluster = !cloudOnly && !planned.rehearsed;
  await agree(context, values, planned, withCluster).catch(async (error: unknown) => {
    await discardPlans(planned);
    throw error;
  });
  const applied = await applyPlanned(planned, context.terminal);
  if (!withCluster) {
    context.json({ ...planJson(planned), applied });
    context.print(`the cloud of ${name} is deployed`);
    return exitCodes.done;
  }
  const rolledOut = await deployCluster({ ...clusterWork(context), planned, digest });
  context.json({ ...planJson(planned), applied, rolledOut });
  context.print(`${name} is deployed: ${rolledOut.to} in ${formatDuration(rolledOut.seconds)}`);
  return exitCodes.done;
}

function clusterWork({ root, environment, signal, terminal }: Context) {
  return { machine: { root, environment }, cloud: reachCloud(environment), signal, terminal };
}

/** Nothing is lost that was not named, and somebody has said yes; where nothing would change nobody is asked. */
async function agree(
  context: Context,
  values: Values,
  planned: Planned,
  withCluster: boolean,
): Promise<void> {
  refuseLosses(planned.losses);
  refuseStranger(planned);
  if (isEmpty(planned) && !withCluster) return;
  if (withCluster) await refuseAbsentImage(reachCloud(context.environment), planned, readDigest(values));
  const { environment } = planned.platform;
  const changes = isEmpty(planned) ? 'a version' : describeChanges(planned);
  const deed = `deploy ${changes} to ${environment.name}`;
  await confirm({ ...confirmationOf(context, values, environment), deed });
}
