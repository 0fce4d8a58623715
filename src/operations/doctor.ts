import { connect } from 'node:net';
import { join } from 'node:path';
import { ports } from '../service/contract.ts';
import { builderTool } from './build/builder.ts';
import { formatBytes } from './figures.ts';
import { freeBytes } from './local/data-directory.ts';
import { isAccessible } from './path-access.ts';
import { argoRolloutsTool } from './toolbox/argo-rollouts.ts';
import { actionlintTool } from './toolbox/actionlint.ts';
import { awsProviderTool } from './toolbox/aws-provider.ts';
import { checkovTool } from './toolbox/checkov.ts';
import { chromiumTool } from './toolbox/chromium.ts';
import { controlPlaneTool } from './toolbox/control-plane.ts';
import { gitTool } from './toolbox/git.ts';
import { goTool } from './toolbox/go.ts';
import { karpenterKwokTool } from './toolbox/karpenter-kwok.ts';
import { kwokTool } from './toolbox/kwok.ts';
import { kubeScoreTool } from './toolbox/kube-score.ts';
import { kubeconformTool } from './toolbox/kubeconform.ts';
import { kubernetesSchemasTool } from './toolbox/kubernetes-schemas.ts';
import { helmTool } from './toolbox/helm.ts';
import { hadolintTool } from './toolbox/hadolint.ts';
import { ministackTool } from './toolbox/ministack.ts';
import { motoTool } from './toolbox/moto.ts';
import { nodeTool, npmTool } from './toolbox/node.ts';
import { pgbenchTool } from './toolbox/pgbench.ts';
import { postgresTool } from './toolbox/postgres-binaries.ts';
import type { Machine } from './toolbox/program.ts';
import { pythonTool } from './toolbox/python.ts';
import { prometheusTool } from './toolbox/prometheus.ts';
import { schemathesisTool } from './toolbox/schemathesis.ts';
import { terraformTool } from './toolbox/terraform.ts';
import type { Tool } from './toolbox/tool.ts';
import { trivyTool } from './toolbox/trivy.ts';
import { zizmorTool } from './toolbox/zizmor.ts';

/** What was seen of one thing that Midcoast uses. */
export type Finding = {
  readonly name: string;
  readonly neededFor: string;
  readonly neededByUp: boolean;
  readonly state: 'there' | 'missing';
  /** Where it is or how much there is of it; for what is missing, how it comes. */
  readonly detail: string;
  readonly version: string | null;
};

/** The data of a first start, its log and the packages that it needs together take about this. */
const leastFreeBytes = 1024 ** 3;
/** What the launcher says that they take. */
const developmentBytes = 800 * 1024 ** 2;
const connectPatienceMs = 1_000;

/** Everything that a command may need, looked at side by side. Changes nothing, and never throws for what lacks. */
export async function examineMachine(machine: Machine): Promise<readonly Finding[]> {
  const tools: readonly Tool[] = [
    nodeTool,
    npmTool(machine),
    postgresTool,
    chromiumTool(machine),
    pgbenchTool(machine),
    gitTool(machine),
    builderTool(machine),
    pythonTool(machine),
    goTool(machine),
    schemathesisTool(machine),
    prometheusTool(machine),
    terraformTool(machine),
    awsProviderTool,
    ministackTool(machine),
    motoTool(machine),
    checkovTool(machine),
    trivyTool(machine),
    actionlintTool(machine),
    zizmorTool(machine),
    hadolintTool(machine),
    kubeScoreTool(machine),
    kubeconformTool(machine),
    kubernetesSchemasTool(machine),
    helmTool(machine),
    controlPlaneTool(machine),
    kwokTool(machine),
    argoRolloutsTool(machine),
    karpenterKwokTool(machine),
  ];
  const [found, packages, disk, port] = await Promise.all([
    Promise.all(tools.map(examineTool)),
    examinePackages(machine.root),
    examineDisk(machine.root),
    examinePort(ports.http.port),
  ]);
  return [...found, packages, disk, port];
}

async function examineTool(tool: Tool): Promise<Finding> {
  const found = await tool.find().catch(() => undefined);
  const needs = { name: tool.name, neededFor: tool.neededFor, neededByUp: tool.neededByUp ?? false };
  if (found !== undefined) return { ...needs, state: 'there', detail: found.path, version: found.version };
  const detail =
    tool.bring === undefined
      ? tool.byHand
      : `brought by the first command that needs it; else ${tool.byHand}`;
  return { ...needs, state: 'missing', detail, version: null };
}

async function examinePackages(root: string): Promise<Finding> {
  const packages = join(root, 'node_modules');
  const there = await isAccessible(join(packages, '.midcoast-development'));
  const short = (await freeBytes(root)) < developmentBytes;
  const size = formatBytes(developmentBytes);
  return {
    name: 'development packages',
    neededFor: 'every command but up, import, bench and doctor',
    neededByUp: false,
    state: there ? 'there' : 'missing',
    detail: there
      ? packages
      : `brought by the first command that needs them: ${short ? `make room for ${size}` : `about ${size}`}`,
    version: null,
  };
}

async function examineDisk(root: string): Promise<Finding> {
  const free = await freeBytes(root);
  const enough = free >= leastFreeBytes;
  return {
    name: 'free disk',
    neededFor: 'the data of up and the packages that it needs',
    neededByUp: true,
    state: enough ? 'there' : 'missing',
    detail: `${formatBytes(free)} free${enough ? '' : `; make room for ${formatBytes(leastFreeBytes)}`}`,
    version: null,
  };
}

/** A busy port does not keep `up` from running: it may be an `up`, and `--port` takes another. */
async function examinePort(port: number): Promise<Finding> {
  const busy = await answers(port);
  return {
    name: `port ${port}`,
    neededFor: 'console and API of ./midcoast up',
    neededByUp: false,
    state: busy ? 'missing' : 'there',
    detail: busy
      ? 'another program listens there (perhaps an up); --port takes another'
      : 'free on 127.0.0.1',
    version: null,
  };
}

function answers(port: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const socket = connect({ port, host: '127.0.0.1', timeout: connectPatienceMs });
  socket.once('connect', () => resolve(true));
  for (const event of ['error', 'timeout'] as const) socket.once(event, () => resolve(false));
  return promise.finally(() => socket.destroy());
}
