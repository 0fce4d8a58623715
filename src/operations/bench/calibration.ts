import type { Measured, Shape } from './contender.ts';

/** The numbers of connections at which each contender is tried. */
export const triedConnections = [16, 32, 64, 128, 256] as const;

export type Calibrated = {
  readonly connections: number;
  /** Leads a second at each number of connections. */
  readonly tried: Readonly<Record<number, number>>;
};

/** Finds the number of connections at which a contender is at its best, by a short run at each. */
export async function calibrate(
  run: (shape: Shape) => Promise<Measured>,
  seconds: number,
): Promise<Calibrated> {
  const tried: Record<number, number> = {};
  let best = { connections: 0, perSecond: -1 };
  for (const connections of triedConnections) {
    const { perSecond } = await run({ connections, seconds });
    tried[connections] = perSecond;
    if (perSecond > best.perSecond) best = { connections, perSecond };
  }
  return { connections: best.connections, tried };
}
