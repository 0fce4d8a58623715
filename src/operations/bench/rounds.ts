import type { Contender, ContenderName, Measured, Shape } from './contender.ts';
import type { Round } from './ratios.ts';

/** What the rounds are made of. Each call is one measurement, proved before it counts. */
export type RoundParts = {
  readonly contenders: readonly Contender[];
  /** The best number of connections of each. */
  readonly connections: Readonly<Record<ContenderName, number>>;
  readonly measure: (contender: Contender, shape: Shape) => Promise<Measured>;
  readonly measureHalfRate: (shape: Shape & { readonly perSecond: number }) => Promise<Round['halfRate']>;
  readonly seconds: number;
  readonly lonelySeconds: number;
};

/** One round: every contender once, the first of the round before now last, so that none has a place of its own. */
export async function runRound(parts: RoundParts, number: number): Promise<Round> {
  const { contenders, connections, measure, seconds, lonelySeconds } = parts;
  const rates: Partial<Record<ContenderName, number>> = {};
  const first = number % contenders.length;
  for (const contender of [...contenders.slice(first), ...contenders.slice(0, first)]) {
    const measured = await measure(contender, { connections: connections[contender.name], seconds });
    rates[contender.name] = measured.perSecond;
  }
  const lonely: Partial<Record<ContenderName, number>> = {};
  for (const contender of contenders.filter(({ name }) => name === 'pgbench' || name === 'single')) {
    const { p50 } = await measure(contender, { connections: 1, seconds: lonelySeconds });
    lonely[contender.name] = p50 ?? Number.NaN;
  }
  const complete = rates as Record<ContenderName, number>;
  return {
    rates: complete,
    lonely: { pgbench: lonely.pgbench ?? Number.NaN, single: lonely.single ?? Number.NaN },
    halfRate: await parts.measureHalfRate({
      connections: connections.single,
      seconds,
      perSecond: complete.single / 2,
    }),
  };
}
