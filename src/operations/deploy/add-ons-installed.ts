import { installRelease, type Released, type ReleaseGiven } from '../rollout/add-on-release.ts';
import type { Release } from '../rollout/helm-release.ts';
import type { Terminal } from '../terminal.ts';
import type { Ground } from './ground.ts';

/** An add-on, and the headings whose objects come right after it. */
export type AddOnRelease = Release & { readonly opens: readonly string[] };

type AddOnsGiven = Omit<ReleaseGiven, 'say'> & {
  readonly releases: readonly AddOnRelease[];
  readonly terminal: Pick<Terminal, 'say' | 'progress'>;
};

/** Installs each add-on once those before it are ready, and opens what it opens. Gives what came of each. */
export async function installAddOns(
  { releases, terminal, ...given }: AddOnsGiven,
  ground: Pick<Ground, 'open'>,
): Promise<Readonly<Record<string, Released>>> {
  const say = (line: string) => terminal.say(line);
  const done: Record<string, Released> = {};
  const progress = terminal.progress('add-ons', releases.length);
  try {
    for (const [place, release] of releases.entries()) {
      const { name, chart, opens } = release;
      progress.update(place, name);
      const came = await installRelease(release, { ...given, say });
      if (came !== 'unchanged') say(`${name} ${chart.version}: ${came}`);
      done[name] = came;
      await ground.open(opens);
    }
  } finally {
    const unchanged = Object.values(done).filter((came) => came === 'unchanged').length;
    progress.finish(`add-ons: ${unchanged} of ${releases.length} are as they should be already`);
  }
  return done;
}
