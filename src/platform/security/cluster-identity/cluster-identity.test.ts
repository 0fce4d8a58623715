import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { IExternalSecret } from '@kubernetes-models/external-secrets/external-secrets.io/v1/ExternalSecret';
import type { INetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1/NetworkPolicy';
import type { IClusterRole } from 'kubernetes-models/rbac.authorization.k8s.io/v1/ClusterRole';
import type { IServiceAccount } from 'kubernetes-models/v1/ServiceAccount';
import { environments } from '../../../environments/environments.ts';
import { processes, variables, type ProcessName } from '../../../service/contract.ts';
import type { Manifest } from '../../manifest.ts';
import { validate } from '../../kubernetes/test-models.ts';
import { groupRules } from '../network-security/group-rules.ts';
import { processRoles } from '../identity/process-roles.ts';
import { clusterIdentity } from './cluster-identity.ts';
import { doors, reached } from './doors.ts';

const { production, staging } = environments;
const names = Object.keys(processes) as ProcessName[];

function made(environment = production): readonly Manifest[] {
  const pods = processRoles(environment) as Record<string, { namespace: string; serviceAccount: string }>;
  const network = { privateCidrs: ['10.0.1.0/24'], publicCidrs: ['10.0.101.0/24'] };
  return clusterIdentity({ environment, pods, gatewayPort: 443, network });
}

function found<Kind extends Manifest>(kind: Kind['kind'], name: string): Kind {
  const manifest = made().find((each) => each.kind === kind && each.metadata?.name === name);
  assert.ok(manifest, `${kind} ${name}`);
  return manifest as Kind;
}

describe('identity in the cluster', () => {
  it('is made of objects that their schemas allow, in every environment', () => {
    for (const environment of [production, staging]) for (const each of made(environment)) validate(each);
  });

  it('begins with the namespace, which refuses what is not restricted', () => {
    const [namespace] = made();
    assert.equal(namespace?.kind, 'Namespace');
    assert.equal(namespace.metadata?.labels?.['pod-security.kubernetes.io/enforce'], 'restricted');
    assert.equal(namespace.metadata.labels['pod-security.kubernetes.io/enforce-version'], 'v1.36');
  });

  it('gives every process an account, which the roles of AWS know by its name', () => {
    const accounts = made().filter(({ kind }) => kind === 'ServiceAccount') as IServiceAccount[];
    assert.ok(accounts.every(({ automountServiceAccountToken }) => automountServiceAccountToken === false));
    const known = accounts.map(({ metadata }) => metadata?.name);
    assert.deepEqual(known, ['default', ...names.map((process) => `midcoast-${process}`)]);
    for (const role of Object.values(processRoles(production))) {
      assert.equal(role.namespace, 'midcoast');
      assert.ok(known.includes(role.serviceAccount));
    }
  });
});

describe('people who look', () => {
  const rules = () => found<IClusterRole>('ClusterRole', 'midcoast-readers').rules ?? [];

  it('change nothing', () => {
    for (const { verbs } of rules()) assert.deepEqual(verbs, ['get', 'list', 'watch']);
  });

  it('see no secret, and nothing by a star', () => {
    for (const { apiGroups = [], resources = [] } of rules()) {
      assert.ok(!resources.includes('secrets'));
      assert.ok(![...apiGroups, ...resources].includes('*'));
    }
  });
});

describe('the secrets of a process', () => {
  it('are those that the contract says it reads', () => {
    for (const process of names) {
      const wanted = Object.entries(variables)
        .filter(([, { secret, processes: by }]) => secret && (by as readonly string[]).includes(process))
        .map(([name]) => name);
      const secret = found<IExternalSecret>('ExternalSecret', `midcoast-${process}`);
      assert.deepEqual(Object.keys(secret.spec?.target?.template?.data ?? {}), wanted, process);
    }
  });

  it('name every part that their text uses, and no other', () => {
    for (const process of names) {
      const { spec } = found<IExternalSecret>('ExternalSecret', `midcoast-${process}`);
      const texts = Object.values(spec?.target?.template?.data ?? {}).join(' ');
      const used = [...texts.matchAll(/\{\{ \.(\w+) \}\}/g)].map(([, name]) => name);
      assert.deepEqual(new Set(used), new Set(spec?.data?.map(({ secretKey }) => secretKey)), process);
    }
  });

  it('come from the environment’s own secrets', () => {
    for (const process of names) {
      const { spec } = found<IExternalSecret>('ExternalSecret', `midcoast-${process}`);
      for (const { remoteRef } of spec?.data ?? []) assert.match(remoteRef.key, /^midcoast\/production\//);
    }
  });

  it('let the application sign in as the role that row-level security binds, and never as the owner', () => {
    const { spec } = found<IExternalSecret>('ExternalSecret', 'midcoast-app');
    const read = spec?.data?.map(({ remoteRef }) => remoteRef.key) ?? [];
    assert.ok(read.includes('midcoast/production/database-app'));
    assert.ok(!read.includes('midcoast/production/database-owner'));
  });

  it('let migrate, and nothing else, sign in as the master, who alone is there in a fresh database', () => {
    const readers = names.filter((process) => {
      const { spec } = found<IExternalSecret>('ExternalSecret', `midcoast-${process}`);
      return spec?.data?.some(({ remoteRef }) => remoteRef.key.includes('database-master'));
    });
    assert.deepEqual(readers, ['migrate']);
    const { spec } = found<IExternalSecret>('ExternalSecret', 'midcoast-migrate');
    assert.ok(spec?.data?.some(({ remoteRef }) => remoteRef.key === 'midcoast/production/database-master-0'));
    const url = spec?.target?.template?.data?.['MIDCOAST_ADMIN_DATABASE_URL'] ?? '';
    assert.match(url, /^postgres:\/\/\{\{ \.adminUser \}\}:\{\{ \.adminPassword \}\}@\{\{ \.host \}\}:/);
  });

  it('make a database known by its name and an authority', () => {
    const { spec } = found<IExternalSecret>('ExternalSecret', 'midcoast-app');
    const url = spec?.target?.template?.data?.['MIDCOAST_DATABASE_URL'] ?? '';
    assert.match(url, /\?sslmode=verify-full&sslrootcert=\/etc\/midcoast\/database-trust\/authorities\.pem$/);
  });
});

describe('the network policies', () => {
  const policy = (name: string) => {
    const { spec } = found<INetworkPolicy>('NetworkPolicy', name);
    assert.ok(spec);
    return spec;
  };
  const portsOf = (rules: readonly { ports?: { port?: number | string }[] }[] = []) =>
    rules.flatMap(({ ports = [] }) => ports.map(({ port }) => port));

  it('refuse everything that no other one allows', () => {
    assert.deepEqual(policy('midcoast-refuse-all'), {
      podSelector: {},
      policyTypes: ['Ingress', 'Egress'],
    });
  });

  it('open to the gateway the API alone, and to Prometheus the metrics alone', () => {
    assert.deepEqual(portsOf(policy('midcoast-app').ingress), [8080, 9464]);
    const [gateway, prometheus] = policy('midcoast-app').ingress ?? [];
    assert.deepEqual(gateway?.from, [{ podSelector: { matchLabels: { istio: 'midcoast-gateway' } } }]);
    assert.equal(
      prometheus?.from?.[0]?.namespaceSelector?.matchLabels?.['kubernetes.io/metadata.name'],
      'monitoring',
    );
  });

  it('open the gateway to the load balancer, and to Prometheus for what its proxy tells', () => {
    const { ingress = [] } = policy('midcoast-gateway');
    assert.deepEqual(portsOf(ingress), [443, 15_090]);
    const [balancer, prometheus] = ingress;
    assert.deepEqual(balancer?.from, [{ ipBlock: { cidr: '10.0.101.0/24' } }]);
    assert.deepEqual(prometheus?.from, policy('midcoast-app').ingress?.[1]?.from);
  });

  it('let proxies of the mesh tell the ways of requests, and nobody else', () => {
    for (const name of ['midcoast-app', 'midcoast-gateway']) {
      assert.ok(portsOf(policy(name).egress).includes(4317), name);
    }
    assert.ok(!portsOf(policy('midcoast-migrate').egress).includes(4317));
  });

  it('let nobody reach a job', () => {
    for (const process of names.filter((name) => processes[name].kind === 'job')) {
      assert.deepEqual(policy(`midcoast-${process}`).policyTypes, ['Ingress', 'Egress']);
      assert.equal(policy(`midcoast-${process}`).ingress, undefined);
    }
  });

  it('open no door that the security groups keep shut', () => {
    for (const { group, port } of Object.values(doors)) {
      assert.ok(
        groupRules.some(({ from, to, ports }) => from === 'nodes' && to === group && ports === port),
        `${group} ${port}`,
      );
    }
  });

  it('let each process reach its own stores, in the private subnets', () => {
    for (const process of names) {
      const stores = (policy(`midcoast-${process}`).egress ?? []).filter(({ to }) =>
        to?.some(({ ipBlock }) => ipBlock?.cidr === '10.0.1.0/24'),
      );
      assert.deepEqual(
        portsOf(stores),
        reached[process].map((door) => doors[door].port),
        process,
      );
    }
  });

  it('let those that have a role of AWS, and no others, ask for its credentials', () => {
    for (const process of names) {
      const asks = policy(`midcoast-${process}`).egress?.some(({ to }) =>
        to?.some(({ ipBlock }) => ipBlock?.cidr === '169.254.170.23/32'),
      );
      assert.equal(asks, process in processRoles(production), process);
    }
  });

  it('leave nobody a way to the internet', () => {
    for (const each of made().filter(({ kind }) => kind === 'NetworkPolicy') as INetworkPolicy[]) {
      for (const { to } of each.spec?.egress ?? []) {
        assert.ok(to !== undefined && to.length > 0, each.metadata?.name);
        assert.ok(!to.some(({ ipBlock }) => ipBlock?.cidr === '0.0.0.0/0'));
      }
    }
  });
});
