import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { access, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { promisify } from 'node:util';
import { deviations, guide, root, rowsOf } from './guide-page.ts';

/** Every heading and every bullet of the guide, in its order and words. */
const outline = `# MidcoastLeads Infrastructure Guide
## Infrastructure Overview
### Cloud Resources (AWS)
## Terraform Infrastructure
### 1. Network Configuration
#### Features:
- Multi-AZ deployment
- Private and public subnets
- NAT gateways
- Internet gateway
### 2. Kubernetes Cluster (EKS)
#### Components:
- Managed node groups
- Auto-scaling
- Private endpoint
- IAM roles
### 3. Database (RDS)
#### Features:
- Automated backups
- Multi-AZ option
- Encryption at rest
- Performance insights
### 4. Cache (Redis)
#### Capabilities:
- In-memory caching
- Pub/sub messaging
- Session storage
- Leaderboards
### 5. Message Queue (Kafka)
#### Features:
- Event streaming
- Message persistence
- Topic partitioning
- Consumer groups
## Kubernetes Resources
### 1. Application Deployment
#### Features:
- Rolling updates
- Auto-scaling
- Health checks
- Resource limits
### 2. Service Mesh (Istio)
#### Capabilities:
- Traffic routing
- Load balancing
- Circuit breaking
- Telemetry
### 3. Monitoring Stack
#### Components:
- Prometheus
- Grafana
- AlertManager
- Node Exporter
## CI/CD Pipeline
### 1. GitHub Actions
#### Stages:
1. Test
2. Build
3. Deploy
### 2. Container Registry
#### Features:
- Image scanning
- Tag immutability
- Lifecycle policies
### 3. Deployment Strategy
#### Methods:
- Rolling updates
- Blue/green
- Canary releases
## Security Infrastructure
### 1. Network Security
#### Features:
- VPC isolation
- Security groups
- NACLs
- WAF rules
### 2. Data Security
#### Methods:
- Encryption at rest
- TLS in transit
- Key rotation
- Access logging
### 3. Identity Management
#### Components:
- IAM roles
- RBAC
- Service accounts
- Secret management
## Scaling Strategy
### 1. Application Scaling
#### Methods:
- Horizontal scaling
- Vertical scaling
- Cluster autoscaling
### 2. Database Scaling
#### Options:
- Read replicas
- Connection pooling
- Sharding
- Partitioning
### 3. Cache Scaling
#### Features:
- Cluster mode
- Sharding
- Replication
- Auto-failover
## Disaster Recovery
### 1. Backup Strategy
#### Components:
- Database backups
- Volume snapshots
- Configuration backups
- Cross-region replication
### 2. Recovery Procedures
#### Steps:
1. Failover triggers
2. Data recovery
3. Service restoration
4. Validation checks
### 3. Monitoring
#### Metrics:
- Service health
- Resource usage
- Error rates
- Recovery time`;

/** A bullet of GUIDE.md, and what it says of it. */
type Bullet = {
  readonly line: string;
  readonly words: string;
  readonly state: 'built' | 'in part' | 'not built yet';
  readonly file: string | undefined;
  readonly proof: string | undefined;
  readonly lacking: string | undefined;
};

/** `- **Words**: built in [file](file), proved by `./midcoast …`; lacking this and that.` */
const bulletShape =
  /^(?:-|\d\.) \*\*(?<words>.+?)\*\*: (?:(?<missing>not built yet)|(?<state>built|in part) in \[`(?<file>\S+?)`\]\((?<link>\S+?)\), proved by `\.\/midcoast (?<proof>[^`]+)`(?:; lacking (?<lacking>.+))?)\.$/;

function parseBullet(line: string): Bullet {
  const groups = bulletShape.exec(line)?.groups;
  assert.ok(
    groups,
    `this bullet says neither where it is built and how that is proved, nor that it is not: ${line}`,
  );
  const { words = '', missing, state, file, link, proof, lacking } = groups;
  assert.equal(link, file, `the link leads elsewhere than it says: ${line}`);
  if (missing !== undefined) return { line, words, state: 'not built yet', file, proof, lacking };
  return { line, words, state: state === 'built' ? 'built' : 'in part', file, proof, lacking };
}

/** A heading of the third level, the line that says how far it is, and its bullets. */
type Section = {
  readonly title: string;
  readonly says: string;
  readonly text: string;
  readonly bullets: readonly Bullet[];
};

function sectionsOf(text: string): readonly Section[] {
  return text
    .split(/^### /m)
    .slice(1)
    .map((part) => part.split(/^## /m)[0] ?? '')
    .map((part) => {
      const [title = '', ...rest] = part.split('\n');
      const says = rest.find((line) => line.trim() !== '') ?? '';
      const bullets = rest.filter((line) => /^(-|\d\.) /.test(line)).map(parseBullet);
      return { title, says, text: part, bullets };
    });
}

/** All bullets; throws for one that says neither where it is nor that it is not. */
function readBullets(): readonly Bullet[] {
  return sectionsOf(guide).flatMap((section) => section.bullets);
}

function readBuilt(): readonly Bullet[] {
  return readBullets().filter(({ state }) => state !== 'not built yet');
}

async function exists(path: string): Promise<boolean> {
  return access(join(root, path)).then(
    () => true,
    () => false,
  );
}

describe('GUIDE.md', () => {
  it('has every heading and every bullet of the guide, in its order and words', () => {
    const lines = guide.split('\n').filter((line) => /^(#+|-|\d\.) /.test(line));
    const ours = lines.map((line) => line.replace(/^(-|\d\.) \*\*(.+?)\*\*.*$/, '$1 $2'));
    assert.deepEqual(ours, outline.trim().split('\n'));
    assert.equal(lines.filter((line) => line.startsWith('#')).length, 49);
    assert.equal(lines.filter((line) => !line.startsWith('#')).length, 76);
  });

  it('names a file that exists for all that is built', async () => {
    const built = readBuilt();
    assert.ok(built.length > 0);
    for (const { line, file } of built) assert.ok(await exists(file ?? ''), `there is no such file: ${line}`);
  });

  it('proves what is built by a command that exists, and by tests where the command is `test`', async () => {
    const { stdout } = await promisify(execFile)(join(root, 'midcoast'), ['--json']);
    const { commands } = JSON.parse(stdout) as { commands: readonly { name: string }[] };
    const inside = await Promise.all(
      ['src', 'tests'].map((folder) => readdir(join(root, folder), { recursive: true })),
    );
    const tests = inside.flatMap((paths, at) => paths.map((path) => `${['src', 'tests'][at]}/${path}`));
    for (const { line, proof = '' } of readBuilt()) {
      const [name, part] = proof.split(' ');
      assert.ok(
        commands.some((command) => command.name === name),
        `there is no such command: ${line}`,
      );
      if (name !== 'test' || part === undefined) continue;
      const found = tests.some((path) => path.endsWith('.test.ts') && path.includes(part));
      assert.ok(found, `no test has this in its path: ${line}`);
    }
  });

  it('says what is lacking where something is built in part, and only there', () => {
    for (const { line, state, lacking } of readBullets()) {
      assert.equal(lacking !== undefined, state === 'in part', `lacking belongs to what is in part: ${line}`);
    }
  });

  it('names no file and no command where nothing is built', () => {
    for (const { title, says, text, bullets: own } of sectionsOf(guide)) {
      const states = new Set(own.map(({ state }) => state));
      if (states.size === 0) {
        assert.match(says, /^Built in \[`(\S+)`\]\(\1\), proved by `\.\/midcoast [^`]+`\.$/, title);
        continue;
      }
      const nothing = states.size === 1 && states.has('not built yet');
      const everything = states.size === 1 && states.has('built');
      assert.equal(
        says,
        nothing ? 'Not built yet.' : everything ? 'Built.' : 'In part.',
        `the line under ${title}`,
      );
      if (nothing)
        assert.doesNotMatch(text, /`|\]\(/, `${title} is not built, but names a file or a command`);
    }
  });

  it('ends with the deviations, each with its reason', () => {
    const rows = rowsOf(deviations);
    assert.ok(rows.length >= 8, `only ${rows.length} deviations`);
    for (const cells of rows) {
      assert.equal(cells.length, 3);
      for (const cell of cells) assert.notEqual(cell, '');
    }
  });
});
