import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Contender, Measured, Shape } from './contender.ts';
import { postLeads, type HttpContender } from './http-contender.ts';
import type { IntakeSetup } from './intake-setup.ts';

/** The five, in the order of the report. */
export function contendersOf(setup: IntakeSetup): readonly Contender[] {
  const { inserter, servers } = setup;
  return [
    {
      name: 'pgbench',
      title: `${inserter.name}, one statement a transaction`,
      writes: true,
      manyConnections: true,
      run: inserter.run,
    },
    overHttp(setup, 'naive', 'naive server: Fastify and pg, one commit a request', servers.naive.url),
    { ...overHttp(setup, 'noDatabase', 'ours, no database', servers.noDatabase.url), writes: false },
    overHttp(setup, 'single', 'ours, single leads', servers.single.url),
    { name: 'bulk', title: 'ours, bulk', writes: true, manyConnections: false, run: bulkOf(setup) },
  ];
}

function overHttp(
  { authorization, load, numbers }: IntakeSetup,
  name: 'naive' | 'noDatabase' | 'single',
  title: string,
  url: string,
): Contender {
  const contender: HttpContender = { url, authorization, load, name, numbers };
  let expected = firstGuessPerSecond;
  return {
    name,
    title,
    writes: true,
    manyConnections: true,
    async run({ connections, seconds }) {
      const measured = await postLeads(contender, { connections, seconds, perSecond: null, expected });
      if (connections > 1) expected = Math.max(1000, measured.perSecond * moreThanLast);
      return measured;
    },
  };
}

/** How many leads are made before a run: as many as the last took, and some more. */
const firstGuessPerSecond = 10_000;
const moreThanLast = 1.5;

/** One import of as many rows as the last one's pace makes of the seconds given. */
function bulkOf({ authorization, load, numbers, servers, folder }: IntakeSetup): Contender['run'] {
  let perSecond = firstGuessPerSecond;
  return async ({ seconds }: Shape): Promise<Measured & BulkMeasured> => {
    const rows = Math.ceil(perSecond * seconds);
    const memory = watchMemory(servers.single.pid);
    const report = await load
      .import({
        url: servers.single.url,
        authorization,
        run: numbers.run,
        first: numbers.next,
        rows,
        file: join(folder, 'leads.ndjson'),
      })
      .finally(() => memory.stop());
    numbers.took(rows);
    perSecond = report.rows / report.seconds;
    return {
      answered: report.rows,
      perSecond,
      rows: report.rows,
      fileBytes: report.fileBytes,
      memoryBytes: memory.most(),
    };
  };
}

export type BulkMeasured = {
  readonly rows: number;
  readonly fileBytes: number;
  readonly memoryBytes: number;
};

const lookEveryMilliseconds = 500;

/** The most memory that a process holds while it is watched, as `ps` tells it. */
function watchMemory(pid: number): { stop(): Promise<void>; most(): number } {
  let most = 0;
  const look = async () => {
    const { stdout } = await promisify(execFile)('ps', ['-o', 'rss=', '-p', String(pid)]);
    most = Math.max(most, Number(stdout) * 1024);
  };
  const timer = setInterval(() => void look().catch(() => undefined), lookEveryMilliseconds);
  return {
    async stop() {
      clearInterval(timer);
      await look().catch(() => undefined);
    },
    most: () => most,
  };
}
