import { join } from 'node:path';
import { formatAmount } from '../figures.ts';
import type { Palette } from '../terminal.ts';
import { awaitedConnection } from './github-connection.ts';
import type { Planned } from './plan.ts';
import { describeCounts, reviewLines } from './review-lines.ts';
import type { Counts } from './review.ts';
import { heldBy } from './stateful.ts';

/** What a person reads before saying yes. */
export function planLines(
  { platform, identity, commit, states }: Planned,
  colour: Palette,
): readonly string[] {
  const { name, accountId } = platform.environment;
  return [
    `${colour.bold(name)}  account ${accountId} as ${identity.arn}, commit ${commit.slice(0, 12)}`,
    ...states.flatMap(({ review }) => ['', ...reviewLines(review, colour)]),
    ...awaited(states).map((connection) => colour.yellow(`  ${notice(connection)}`)),
    '',
  ];
}

/** What `--json` gives of a plan. */
export function planJson({ platform, identity, commit, states, losses }: Planned): object {
  return {
    environment: platform.environment.name,
    account: identity.account,
    commit,
    states: states.map(({ state, folder, file, plan, review }) => ({
      state,
      savedPlan: join(folder, file),
      counts: review.counts,
      monthlyUsd: review.monthly.usd,
      unknownCosts: review.monthly.unknown,
      onlyTags: review.onlyTags,
      outputs: review.outputs,
      changes: review.headings.flatMap(({ heading, lines }) =>
        lines.map(({ address, kind, attributes, monthly }) => ({
          heading,
          address,
          kind,
          attributes,
          monthlyUsd: monthly === 'unknown' ? monthly : monthly.usd,
        })),
      ),
      drift: plan.drift.map(({ address, changed }) => ({ address, attributes: changed })),
    })),
    awaitedConnections: awaited(states),
    losses: losses.map(({ address, type, action }) => ({ address, action, holds: heldBy(type) })),
  };
}

/** All changes of a plan in one phrase: `5 changes (4 to create, 1 to replace)`. */
export function describeChanges({ states }: Planned): string {
  const counts = states.map(({ review }) => review.counts);
  const sum = (kind: keyof Counts) => counts.reduce((total, count) => total + count[kind], 0);
  const all = {
    create: sum('create'),
    change: sum('change'),
    replace: sum('replace'),
    destroy: sum('destroy'),
  };
  const total = Object.values(all).reduce((one, other) => one + other, 0);
  return `${formatAmount(total, 'change')} (${describeCounts(all)})`;
}

/** Whether there is anything to apply. */
export function isEmpty({ states }: Planned): boolean {
  return states.every(({ plan }) => !plan.applyable);
}

/** Connections to GitHub that a person has to confirm before all of this can be made. */
function awaited(states: Planned['states']): readonly string[] {
  return states.flatMap(({ plan }) => awaitedConnection(plan) ?? []);
}

function notice(connection: string): string {
  return `nobody has confirmed the connection ${connection} to GitHub yet: a deploy makes all but the runner’s webhook, then says where that is done`;
}
