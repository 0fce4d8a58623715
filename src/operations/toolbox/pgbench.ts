import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure } from '../failure.ts';
import { canInstallDebianPackages, installDebianPackages } from './debian.ts';
import { findProgram, type Machine } from './program.ts';
import type { Found, Tool } from './tool.ts';

/** Where Debian puts the programs of each major version of PostgreSQL; only some are linked into PATH. */
const debianFolder = '/usr/lib/postgresql';

const byHand = 'install the client programs of PostgreSQL, 14 or newer, so that pgbench is on PATH';

/** pgbench, the measure that the bench holds the service against. Any supported major version will do. */
export function pgbenchTool(machine: Machine): Tool {
  const find = async (): Promise<Found | undefined> =>
    findProgram(['pgbench', ...(await versionedPlaces())], machine);
  return {
    name: 'pgbench',
    neededFor: 'the yardstick of ./midcoast bench intake (an equal client of ours stands in for it)',
    find,
    async bring(context) {
      const found = await find();
      if (found !== undefined) return found;
      if (!(await canInstallDebianPackages(machine))) throw missing();
      await installDebianPackages(['postgresql-contrib'], machine, context);
      const brought = await find();
      if (brought === undefined) throw missing();
      return brought;
    },
    byHand,
  };
}

/** Newest first. */
async function versionedPlaces(): Promise<readonly string[]> {
  const versions = await readdir(debianFolder).catch(() => []);
  return versions
    .toSorted((a, b) => Number.parseInt(b, 10) - Number.parseInt(a, 10))
    .map((version) => join(debianFolder, version, 'bin', 'pgbench'));
}

function missing(): Failure {
  return new Failure({
    code: 'pgbench_missing',
    exit: 'missing',
    message: 'there is no pgbench on this machine',
    next: byHand,
  });
}
