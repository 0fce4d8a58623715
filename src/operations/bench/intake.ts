/**
 * `./midcoast bench intake`: how many durable leads a second the service takes, held against others who
 * write the same rows (lead, contact keys, idempotency key, event) to the same tables of one PostgreSQL,
 * database and role, under forced row-level security.
 *
 * What makes it fair:
 * - All share this machine's cores: a contender's client, server and database together.
 * - Each runs at the number of connections, 16 to 256, at which a short run found it best. Rounds are
 *   interleaved and begin with another contender each time; a checkpoint stands before every measurement.
 *   Only ratios inside a round are compared.
 * - pgbench runs one prepared statement a transaction that writes the rows of a lead which the service took:
 *   sizes are equal, nothing is read, no conflict is looked for. Its first seconds, in which its backends
 *   learn the tables, do not count; the service is warm from the rounds that found its connections.
 * - The naive server gets the same statement, the service's schema, a pool and no logging, and need neither
 *   look for duplicates nor score.
 * - Our load generator has its leads made before the clock starts, as pgbench makes its own at no cost, and
 *   is one process beside the server that it loads.
 * - Whoever answers 2xx for a row that is not there, or while the disk is not asked, ends the bench.
 * - p99 at half of the highest rate counts from the moment that a lead was due, not from when it could be
 *   sent. fdatasync is sampled during those very seconds: under the same load, on the same disk.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { loadavg, availableParallelism } from 'node:os';
import type { Progress } from '../terminal.ts';
import { calibrate, triedConnections, type Calibrated } from './calibration.ts';
import type { Contender, ContenderName } from './contender.ts';
import { contendersOf } from './intake-contenders.ts';
import { IntakeMeter } from './intake-meter.ts';
import type { DatabaseOptions } from './intake-database.ts';
import { setUpIntake } from './intake-setup.ts';
import type { Round } from './ratios.ts';
import type { IntakeReport } from './report.ts';
import { runRound } from './rounds.ts';

export type IntakeOptions = DatabaseOptions & {
  readonly rounds: number;
  /** Seconds of each measurement. */
  readonly seconds: number;
  readonly progress: (label: string, total: number) => Progress;
};

/** Seconds of a run that finds the best number of connections, and of one client alone. */
const calibrationSeconds = 3;
const lonelySeconds = 3;
/** What a measurement takes beside its seconds: warming up, making leads, a checkpoint, counting. */
const besideSeconds = 3;

/** Measurements of a whole run, as `progress` counts them, and about how many seconds they take. */
export function estimate({ rounds, seconds }: Pick<IntakeOptions, 'rounds' | 'seconds'>) {
  const calibrations = 4 * triedConnections.length + 1;
  const measurements = calibrations + rounds * 8;
  const measuring = calibrations * calibrationSeconds + rounds * (6 * seconds + 2 * lonelySeconds);
  return { measurements, seconds: measuring + measurements * besideSeconds };
}

/** Runs the bench. Throws the Failure of the first measurement that proves to be none. */
export async function benchIntake(options: IntakeOptions): Promise<IntakeReport> {
  const start = performance.now();
  const before = loadavg()[0] ?? 0;
  await using setup = await setUpIntake(options);
  const contenders = contendersOf(setup);
  const progress = options.progress('bench intake', estimate(options).measurements);
  const meter = await IntakeMeter.start(setup, options.signal, progress);

  const calibrated = await calibrateAll(contenders, meter);
  const connections = Object.fromEntries(
    contenders.map(({ name }) => [name, calibrated[name]?.connections ?? 1]),
  ) as Record<ContenderName, number>;
  const rounds: Round[] = [];
  for (let number = 0; number < options.rounds; number += 1) {
    rounds.push(
      await runRound(
        {
          contenders,
          connections,
          measure: (contender, shape) => meter.measure(contender, shape),
          measureHalfRate: (shape) => meter.measureHalfRate(shape),
          seconds: options.seconds,
          lonelySeconds,
        },
        number,
      ),
    );
    await wait(0, undefined, { signal: options.signal });
  }
  progress.finish();
  return {
    contenders: contenders.map(({ name, title }) => ({ name, title })),
    calibrated,
    rounds,
    inserter: setup.inserter.name,
    postgres: `PostgreSQL ${setup.version}`,
    machine: {
      platform: `${process.platform} ${process.arch}`,
      cores: availableParallelism(),
      load: { before, after: loadavg()[0] ?? 0 },
    },
    proofs: await meter.proofs(),
    bulk: meter.bulk(),
    seconds: (performance.now() - start) / 1000,
  };
}

async function calibrateAll(
  contenders: readonly Contender[],
  meter: IntakeMeter,
): Promise<Partial<Record<ContenderName, Calibrated>>> {
  const calibrated: Partial<Record<ContenderName, Calibrated>> = {};
  for (const contender of contenders) {
    if (contender.manyConnections) {
      calibrated[contender.name] = await calibrate(
        (shape) => meter.measure(contender, shape),
        calibrationSeconds,
      );
    } else {
      await meter.measure(contender, { connections: 1, seconds: calibrationSeconds });
    }
  }
  return calibrated;
}
