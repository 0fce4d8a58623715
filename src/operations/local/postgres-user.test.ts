import assert from 'node:assert/strict';
import { chmod, cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { findPostgresBinaries, type PostgresBinaries } from '../toolbox/postgres-binaries.ts';
import { findFreePort } from './free-port.ts';
import { openCluster } from './postgres-cluster.ts';
import { launchServer } from './postgres-server.ts';
import { choosePostgresUser, type PostgresUser } from './postgres-user.ts';

const isRoot = process.getuid?.() === 0;

let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'midcoast-user-'));
  await chmod(folder, 0o711);
});
after(() => rm(folder, { recursive: true, force: true }));

async function makeFolder(...names: readonly string[]): Promise<string> {
  const path = join(folder, ...names);
  await mkdir(path, { recursive: true, mode: 0o711 });
  return path;
}

/** The same programs under a folder that only root may enter, as a clone in root's home is. */
async function closedBinaries(): Promise<PostgresBinaries> {
  const found = await findPostgresBinaries();
  const home = join(folder, 'home', 'native');
  await mkdir(join(folder, 'home'), { mode: 0o700 });
  await cp(found.home, home, { recursive: true, verbatimSymlinks: true });
  return { ...found, home, postgres: join(home, 'bin', 'postgres'), initdb: join(home, 'bin', 'initdb') };
}

async function runsAs(user: PostgresUser, binaries: PostgresBinaries, directory: string): Promise<void> {
  const cluster = await openCluster(directory, { binaries, user, disposable: true, onMake: () => {} });
  const server = await launchServer({
    binaries,
    user,
    cluster: cluster.path,
    port: await findFreePort(),
    logFile: join(directory, 'log'),
  });
  await server.stop('immediate');
}

describe('choosePostgresUser', () => {
  it(
    'keeps the person’s own user unless that is root',
    { skip: isRoot && 'only as an ordinary user' },
    async () => {
      const user = await choosePostgresUser(folder, await findPostgresBinaries());
      assert.deepEqual(user, { kind: 'self' });
    },
  );

  it(
    'takes nobody for root, without any privilege where all is open',
    { skip: !isRoot && 'only as root' },
    async (t) => {
      const binaries = await findPostgresBinaries();
      const user = await choosePostgresUser(await makeFolder('open'), binaries);
      assert.equal(user.kind, 'other');
      if (user.kind === 'other' && user.wayIn === 'capabilities')
        t.skip('only in a clone that others may enter');
    },
  );

  it(
    'runs a PostgreSQL that lies, with its data, in a closed folder, for root',
    { skip: !isRoot && 'only as root' },
    async () => {
      const binaries = await closedBinaries();
      const directory = await makeFolder('home', 'data');
      const user = await choosePostgresUser(directory, binaries);
      assert.ok(user.kind === 'other' && user.wayIn === 'capabilities');
      await runsAs(user, binaries, directory);
    },
  );
});
