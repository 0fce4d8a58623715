import type { IContainer } from 'kubernetes-models/v1/Container';
import { givenByImage, names, type Platform } from '../../../platform/midcoast.ts';
import { drainSeconds, ports, probes } from '../../../service/contract.ts';
import { declared, textAt } from '../../declaration.ts';
import type { Contract } from '../contract.ts';
import type { Rule } from '../rule.ts';
import { graceSecondsOf, workloads, type Workload } from '../objects/workload.ts';

const every = (contract: Contract): Rule => ({
  id: 'processes-run',
  says: 'Every process of contract.ts has what runs it in the cluster.',
  mend: 'Give the process a Deployment in kubernetes/application/application.ts, or a job in jobs.ts.',
  find: (platform) =>
    Object.keys(contract.processes)
      .filter((process) => platform.manifests['application'] !== undefined && !ofProcess(platform, process))
      .map((process) => ({ where: `contract.ts ${process}`, seen: 'nothing runs it' })),
});

const environmentOf = (contract: Contract): Rule => ({
  id: 'variables-given',
  says: 'A process is given every variable that it reads, and no other.',
  mend: 'Let contract.ts say which processes read the variable, and pod-variables.ts how it is given.',
  find: (platform) =>
    runningProcesses(platform, contract).flatMap(({ process, workload, container }) => {
      const read = Object.entries(contract.variables)
        .filter(([, variable]) => variable.processes.includes(process))
        .map(([name]) => name)
        .filter((name) => !(givenByImage as readonly string[]).includes(name));
      const given = container.env?.map(({ name }) => name) ?? [];
      return [
        ...read.filter((name) => !given.includes(name)).map((name) => `is not given ${name}`),
        ...given
          .filter((name) => !read.includes(name))
          .map((name) => `is given ${name} and does not read it`),
      ].map((seen) => ({ where: workload.where, seen }));
    }),
});

const routes = (contract: Contract): Rule => ({
  id: 'probes-are-routes',
  says: 'Kubernetes asks a process on routes and ports that contract.ts says it answers.',
  mend: 'Take path and port of the probe from probes of contract.ts.',
  find: (platform) =>
    runningProcesses(platform, contract)
      .filter(({ process }) => contract.processes[process]?.kind === 'server')
      .flatMap(({ workload, container }) =>
        (['startupProbe', 'readinessProbe', 'livenessProbe'] as const).flatMap((kind) => {
          const asked = container[kind]?.httpGet;
          const known = Object.values(probes).some(
            ({ path, port }) => path === asked?.path && port === asked.port,
          );
          if (known) return [];
          const seen = asked === undefined ? `has no ${kind}` : `${kind} asks ${asked.path} on ${asked.port}`;
          return [{ where: workload.where, seen }];
        }),
      ),
});

const doors = (contract: Contract): Rule => ({
  id: 'ports-agree',
  says: 'A server opens the ports of contract.ts, by their names.',
  mend: 'Take the ports of the container from ports of contract.ts.',
  find: (platform) =>
    runningProcesses(platform, contract)
      .filter(({ process }) => contract.processes[process]?.kind === 'server')
      .flatMap(({ workload, container }) =>
        Object.entries(ports)
          .filter(
            ([name, { port }]) =>
              container.ports?.some((open) => open.name === name && open.containerPort === port) !== true,
          )
          .map(([name, { port }]) => ({ where: workload.where, seen: `does not open ${name} at ${port}` })),
      ),
});

const grace = (contract: Contract): Rule => ({
  id: 'grace-periods-nest',
  says: 'The load balancer lets go before the pod gets SIGTERM, and the service ends before it gets SIGKILL.',
  mend: 'Take the seconds of graceful-stop.ts, which derive from drainSeconds of contract.ts.',
  find: (platform) => {
    const [delay = 0] = declared(platform, 'aws_lb_target_group').map(({ attributes }) =>
      Number(textAt(attributes, 'deregistration_delay')),
    );
    return runningProcesses(platform, contract)
      .filter(({ process }) => contract.processes[process]?.kind === 'server')
      .map(({ workload, container }) => ({
        where: workload.where,
        pause: container.lifecycle?.preStop?.sleep?.seconds ?? 0,
        grace: graceSecondsOf(workload),
      }))
      .filter((each) => each.pause < delay || each.pause + drainSeconds >= each.grace)
      .map((each) => ({
        where: each.where,
        seen: `deregistration ${delay} s, preStop ${each.pause} s, drain ${drainSeconds} s, grace ${each.grace} s`,
      }));
  },
});

/** Rules over what the contract says of a process and what the cluster gives it. */
export function contractKeptRules(contract: Contract): readonly Rule[] {
  return [every, environmentOf, routes, doors, grace].map((rule) => rule(contract));
}

type Running = { readonly process: string; readonly workload: Workload; readonly container: IContainer };

function runningProcesses(platform: Platform, { processes }: Contract): readonly Running[] {
  return Object.keys(processes).flatMap((process) => {
    const workload = ofProcess(platform, process);
    const container = workload?.pod.containers.find(({ name }) => name === names.workload(process));
    return workload && container ? [{ process, workload, container }] : [];
  });
}

function ofProcess(platform: Platform, process: string): Workload | undefined {
  return workloads(platform).find(({ manifest }) => manifest.metadata?.name === names.workload(process));
}
