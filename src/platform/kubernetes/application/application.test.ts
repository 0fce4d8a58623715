import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { IDeployment } from 'kubernetes-models/apps/v1/Deployment';
import type { ICronJob } from 'kubernetes-models/batch/v1/CronJob';
import type { IPodDisruptionBudget } from 'kubernetes-models/policy/v1/PodDisruptionBudget';
import type { IPodSpec } from 'kubernetes-models/v1/PodSpec';
import type { IService } from 'kubernetes-models/v1/Service';
import { connectionBudget } from '../../../environments/connection-budget.ts';
import { environments } from '../../../environments/environments.ts';
import {
  drainSeconds,
  ports,
  probes,
  processes,
  variables,
  type ProcessName,
} from '../../../service/contract.ts';
import { holesIn } from '../../holes.ts';
import { yamlOf, type Manifest } from '../../manifest.ts';
import { validate } from '../test-models.ts';
import { application } from './application.ts';
import { jobs } from './jobs.ts';

const { production, staging } = environments;

describe('the application in the cluster', () => {
  it('is made of objects that their schemas allow, in every environment', () => {
    for (const environment of [production, staging]) {
      for (const manifest of [...jobs(environment), ...application(environment)]) validate(manifest);
    }
  });

  it('is refused by its schema when a field is of another type', () => {
    const deployment = found<IDeployment>('Deployment', 'midcoast-app');
    const planted = { ...deployment, spec: { ...deployment.spec, minReadySeconds: 'soon' } };
    assert.throws(() => validate(planted), /minReadySeconds/);
  });

  it('leaves the count to the autoscaler, and loses no pod while it rolls', () => {
    const { spec } = found<IDeployment>('Deployment', 'midcoast-app');
    assert.equal(spec?.replicas, undefined);
    assert.deepEqual(spec?.strategy, {
      type: 'RollingUpdate',
      rollingUpdate: { maxSurge: 1, maxUnavailable: 0 },
    });
  });

  it('runs every process of the contract, servers as deployments and jobs as jobs', () => {
    for (const [process, { kind }] of Object.entries(processes)) {
      const manifest = found(kind === 'server' ? 'Deployment' : 'CronJob', `midcoast-${process}`);
      const [container] = podIn(manifest).containers;
      assert.deepEqual(container?.args, [process]);
      assert.equal(podIn(manifest).serviceAccountName, `midcoast-${process}`);
    }
  });

  it('gives each process the variables that it reads, and no other', () => {
    for (const process of Object.keys(processes) as ProcessName[]) {
      const given = podOfProcess(process).containers[0]?.env?.map(({ name }) => name);
      const read = Object.entries(variables)
        .filter(([, variable]) => (variable.processes as readonly string[]).includes(process))
        .map(([name]) => name)
        // The image says it.
        .filter((name) => name !== 'MIDCOAST_COMMIT');
      assert.deepEqual(given, read, process);
    }
  });

  it('takes secrets from the Secret of the process, and states none', () => {
    for (const process of Object.keys(processes) as ProcessName[]) {
      for (const { name, value, valueFrom } of podOfProcess(process).containers[0]?.env ?? []) {
        const { secret } = variables[name as keyof typeof variables];
        assert.equal(value === undefined, secret, name);
        const wanted = secret ? { secretKeyRef: { name: `midcoast-${process}`, key: name } } : undefined;
        assert.deepEqual(valueFrom, wanted, name);
      }
    }
  });

  it('holds as many connections as the budget of the database gives', () => {
    const pool = podOfProcess('app').containers[0]?.env?.find(
      ({ name }) => name === 'MIDCOAST_DATABASE_POOL',
    );
    assert.equal(pool?.value, String(connectionBudget(production).appPool));
  });

  it('is asked on the routes and the ports of the contract', () => {
    const [container] = podOfProcess('app').containers;
    assert.deepEqual(container?.startupProbe?.httpGet, probes.liveness);
    assert.deepEqual(container?.livenessProbe?.httpGet, probes.liveness);
    assert.deepEqual(container?.readinessProbe?.httpGet, probes.readiness);
    assert.deepEqual(
      container?.ports?.map(({ name, containerPort }) => [name, containerPort]),
      Object.entries(ports).map(([name, { port }]) => [name, port]),
    );
    const { spec } = found<IService>('Service', 'midcoast-app');
    assert.deepEqual(
      spec?.ports?.map(({ name, targetPort }) => [name, targetPort]),
      Object.keys(ports).map((name) => [name, name]),
    );
  });

  it('has time to finish: the pause before SIGTERM, the drain and the grace nest', () => {
    const pod = podOfProcess('app');
    const pause = pod.containers[0]?.lifecycle?.preStop?.sleep?.seconds ?? 0;
    const grace = pod.terminationGracePeriodSeconds ?? 0;
    assert.ok(pause > 0);
    assert.ok(pause + drainSeconds < grace, `${pause} + ${drainSeconds} < ${grace}`);
  });

  it('meets the restricted standard and writes nowhere', () => {
    for (const process of Object.keys(processes) as ProcessName[]) {
      const pod = podOfProcess(process);
      const [container] = pod.containers;
      assert.equal(pod.securityContext?.runAsNonRoot, true);
      assert.ok((pod.securityContext?.runAsUser ?? 0) >= 10_000);
      assert.deepEqual(pod.securityContext?.seccompProfile, { type: 'RuntimeDefault' });
      assert.equal(pod.automountServiceAccountToken, false);
      assert.deepEqual(container?.securityContext, {
        allowPrivilegeEscalation: false,
        capabilities: { drop: ['ALL'] },
        privileged: false,
        readOnlyRootFilesystem: true,
      });
    }
  });

  it('may use the memory that was kept for it, and no more', () => {
    for (const process of Object.keys(processes) as ProcessName[]) {
      const resources = podOfProcess(process).containers[0]?.resources;
      assert.ok(resources?.requests?.['cpu']);
      assert.ok(resources.limits?.['cpu']);
      assert.ok(resources.requests['memory']);
      assert.equal(resources.requests['memory'], resources.limits['memory']);
    }
  });

  it('runs an image by digest, from the registry of the region', () => {
    for (const process of Object.keys(processes) as ProcessName[]) {
      assert.equal(
        podOfProcess(process).containers[0]?.image,
        '111122223333.dkr.ecr.${REGION}.amazonaws.com/midcoast-app@${IMAGE_DIGEST}',
      );
    }
  });

  it('leaves open only what holes.ts lists', () => {
    assert.deepEqual(holesIn(yamlOf(everything())), ['IMAGE_DIGEST', 'REGION']);
  });

  it('stands in all zones, and one pod at a time may leave', () => {
    const zones = podOfProcess('app').topologySpreadConstraints?.find(
      ({ topologyKey }) => topologyKey === 'topology.kubernetes.io/zone',
    );
    assert.equal(zones?.maxSkew, 1);
    assert.equal(zones.whenUnsatisfiable, 'DoNotSchedule');
    assert.equal(zones.nodeTaintsPolicy, 'Honor');
    assert.equal(zones.minDomains, 2);
    const budget = found<IPodDisruptionBudget>('PodDisruptionBudget', 'midcoast-app');
    assert.equal(budget.spec?.maxUnavailable, 1);
  });

  it('selects its own pods alone', () => {
    const { spec } = found<IDeployment>('Deployment', 'midcoast-app');
    const labels = Object.entries(spec?.template.metadata?.labels ?? {});
    for (const [key, value] of Object.entries(spec?.selector.matchLabels ?? {})) {
      assert.ok(labels.some(([name, other]) => name === key && other === value));
      for (const process of ['migrate', 'maintain', 'restore', 'bootstrap'] as const) {
        const template = found<ICronJob>('CronJob', `midcoast-${process}`).spec?.jobTemplate.spec?.template;
        assert.notEqual(template?.metadata?.labels?.[key], value);
      }
    }
  });
});

describe('the jobs', () => {
  it('on demand wait to be started; upkeep comes every day', () => {
    const suspended = (process: ProcessName) =>
      found<ICronJob>('CronJob', `midcoast-${process}`).spec?.suspend;
    assert.equal(suspended('maintain'), false);
    for (const process of ['migrate', 'restore', 'bootstrap'] as const)
      assert.equal(suspended(process), true);
  });

  it('are given up at once when their environment is wrong, and not blamed for a lost node', () => {
    const policy = found<ICronJob>('CronJob', 'midcoast-migrate').spec?.jobTemplate.spec?.podFailurePolicy;
    assert.deepEqual(
      policy?.rules.map(({ action }) => action),
      ['FailJob', 'Ignore'],
    );
  });

  it('write no secret into the logs', () => {
    const annotations = (process: ProcessName) =>
      found<ICronJob>('CronJob', `midcoast-${process}`).spec?.jobTemplate.spec?.template.metadata
        ?.annotations;
    assert.equal(annotations('bootstrap')?.['fluentbit.io/exclude'], 'true');
    assert.equal(annotations('migrate')?.['fluentbit.io/exclude'], undefined);
  });
});

function everything(): readonly Manifest[] {
  return [...jobs(production), ...application(production)];
}

function found<Kind extends Manifest = Manifest>(kind: Kind['kind'], name: string): Kind {
  const manifest = everything().find((each) => each.kind === kind && each.metadata?.name === name);
  assert.ok(manifest, `${kind} ${name}`);
  return manifest as Kind;
}

function podOfProcess(process: ProcessName): IPodSpec {
  return podIn(found(processes[process].kind === 'server' ? 'Deployment' : 'CronJob', `midcoast-${process}`));
}

function podIn(manifest: Manifest): IPodSpec {
  const spec =
    manifest.kind === 'Deployment'
      ? (manifest as IDeployment).spec?.template.spec
      : (manifest as ICronJob).spec?.jobTemplate.spec?.template.spec;
  assert.ok(spec);
  return spec;
}
