import { formatCount } from '../figures.ts';
import type { Palette } from '../terminal.ts';
import type { Calibrated } from './calibration.ts';
import type { Contender, ContenderName } from './contender.ts';
import { judge, median, type RatioName, type Round } from './ratios.ts';

/** What a run of the bench found. */
export type IntakeReport = {
  readonly contenders: readonly Pick<Contender, 'name' | 'title'>[];
  readonly calibrated: Readonly<Partial<Record<ContenderName, Calibrated>>>;
  readonly rounds: readonly Round[];
  readonly inserter: string;
  readonly postgres: string;
  readonly machine: Machine;
  readonly proofs: { readonly measurements: number; readonly rows: number; readonly walFsyncs: number };
  readonly bulk: { readonly rows: number; readonly fileBytes: number; readonly memoryBytes: number };
  readonly seconds: number;
};

export type Machine = {
  readonly platform: string;
  readonly cores: number;
  /** Average load over a minute, at the start and at the end: other work beside the bench shows here. */
  readonly load: { readonly before: number; readonly after: number };
};

/** What `--json` writes. */
export function reportJson(report: IntakeReport): object {
  const { contenders, calibrated, rounds, seconds, ...rest } = report;
  const judged = judge(rounds);
  return {
    ratios: Object.fromEntries(judged.map(({ name, value }) => [name, rounded(value)])) as Record<
      RatioName,
      number
    >,
    goals: Object.fromEntries(judged.map(({ name, goal, met }) => [name, { goal, met }])),
    rates: Object.fromEntries(
      contenders.map(({ name }) => [name, rounded(median(rounds.map((r) => r.rates[name])))]),
    ),
    latency: latencies(rounds),
    connections: Object.fromEntries(
      Object.entries(calibrated).map(([name, { connections }]) => [name, connections]),
    ),
    calibration: Object.fromEntries(Object.entries(calibrated).map(([name, { tried }]) => [name, tried])),
    rounds,
    ...rest,
    seconds: rounded(seconds),
  };
}

/** The same for people: rates, then ratios with their goals, then what was proved and where. */
export function reportLines(report: IntakeReport, colour: Palette): readonly string[] {
  const { rounds, machine, proofs, bulk } = report;
  const { lonely, halfRate } = latencies(rounds);
  return [
    ...rateTable(report, colour),
    '',
    ...ratioTable(rounds, colour),
    '',
    `One client alone: p50 ${ms(lonely.single)}, ${report.inserter} ${ms(lonely.pgbench)}.`,
    `At ${formatCount(halfRate.perSecond)} leads/s: p99 ${ms(halfRate.p99)}; fdatasync of 8 kB meanwhile ${ms(halfRate.fdatasync)}, its p99 ${ms(halfRate.fdatasyncP99)}, on the idle disk ${ms(halfRate.quietFdatasync)}.`,
    `Bulk: ${formatCount(bulk.rows)} rows, ${mib(bulk.fileBytes)}; the service's memory stood at ${mib(bulk.memoryBytes)} at most.`,
    `Proved in each of ${proofs.measurements} measurements: rows = answers 2xx (${formatCount(proofs.rows)} leads), the log's fsyncs rose (${formatCount(proofs.walFsyncs)}); fsync, synchronous_commit and full_page_writes on.`,
    `${report.postgres}, ${report.inserter}; ${machine.platform}, ${machine.cores} cores, load ${machine.load.before.toFixed(1)} before and ${machine.load.after.toFixed(1)} after.`,
  ];
}

function rateTable({ contenders, calibrated, rounds }: IntakeReport, colour: Palette): string[] {
  const rows = contenders.map(({ name, title }) => {
    const rates = rounds.map((round) => round.rates[name]);
    const connections = calibrated[name]?.connections;
    return [
      title,
      connections === undefined ? '' : String(connections),
      formatCount(median(rates)),
      rates.map((rate) => formatCount(rate)).join('  '),
    ];
  });
  return table(['', 'connections', 'leads/s', 'each round'], rows, colour);
}

function ratioTable(rounds: readonly Round[], colour: Palette): string[] {
  const rows = judge(rounds).map(({ title, value, goal, met }) => [
    title,
    value.toFixed(2),
    goal,
    met ? colour.green('met') : colour.red('not met'),
  ]);
  return table(['ratio', 'median', 'goal', ''], rows, colour);
}

/** Columns as wide as their widest cell; figures to the right. The last column is not padded. */
function table(head: readonly string[], rows: readonly (readonly string[])[], colour: Palette): string[] {
  const widths = head.map((title, at) =>
    Math.max(title.length, ...rows.map((row) => (row[at] ?? '').length)),
  );
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, at) => {
        const width = widths[at] ?? 0;
        if (at === cells.length - 1) return cell;
        return /^[\d.,]+$/.test(cell) || (at > 0 && at < 3 && cell === head[at])
          ? cell.padStart(width)
          : cell.padEnd(width);
      })
      .join('   ')
      .trimEnd();
  return [colour.dim(line(head)), ...rows.map(line)];
}

function latencies(rounds: readonly Round[]) {
  const middle = (of: (round: Round) => number) => median(rounds.map(of));
  return {
    lonely: { single: middle((r) => r.lonely.single), pgbench: middle((r) => r.lonely.pgbench) },
    halfRate: {
      perSecond: middle((r) => r.halfRate.perSecond),
      p99: middle((r) => r.halfRate.p99),
      fdatasync: middle((r) => r.halfRate.fdatasync),
      fdatasyncP99: middle((r) => r.halfRate.fdatasyncP99),
      quietFdatasync: middle((r) => r.halfRate.quietFdatasync),
    },
  };
}

function rounded(value: number): number {
  return Number(value.toPrecision(6));
}

function ms(milliseconds: number): string {
  return `${milliseconds.toFixed(2)} ms`;
}

function mib(bytes: number): string {
  return `${formatCount(bytes / 1024 ** 2)} MiB`;
}
