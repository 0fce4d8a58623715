import { ConfigError, readConfig } from './config.ts';
import { openLog } from './connections/log.ts';
import { processes, type ProcessName } from './contract.ts';
import type { Run } from './processes/run.ts';

const runs: Readonly<Record<ProcessName, () => Promise<Run>>> = {
  app: async () => (await import('./processes/app.ts')).runApp,
  migrate: async () => (await import('./processes/migrate.ts')).runMigrate,
  maintain: async () => (await import('./processes/maintain.ts')).runMaintain,
  restore: async () => (await import('./processes/restore.ts')).runRestore,
  bootstrap: async () => (await import('./processes/bootstrap.ts')).runBootstrap,
};

/** Starts the process that is named: `node src/service/main.ts app`. Answers the exit code. */
async function main(name: string | undefined): Promise<number> {
  if (name === undefined || !Object.hasOwn(processes, name)) {
    console.error(`usage: main.ts <process>, one of ${Object.keys(processes).join(', ')}`);
    return 2;
  }
  const which = name as ProcessName;
  try {
    const config = readConfig(which, process.env);
    const log = openLog(which, config.logLevel);
    const run = await runs[which]();
    await run(config, log);
    return 0;
  } catch (error) {
    if (error instanceof ConfigError) {
      console.error(error.message);
      return 2;
    }
    console.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
    return 1;
  }
}

process.exitCode = await main(process.argv[2]);
// A job is done when its work is; whatever a library left open must not keep it.
process.exit();
