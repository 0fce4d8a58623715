import { join } from 'node:path';
import { Failure } from '../../failure.ts';
import type { Progress, Terminal } from '../../terminal.ts';
import { parsePlan, showPlan, type Plan } from '../../terraform/plan-file.ts';
import { runTerraform, type TerraformEnd } from '../../terraform/run.ts';
import { readStateResources, type StateResource } from './state-resources.ts';
import type { WorkingFolder } from './working-folder.ts';
import { readEvent, type Wait } from './terraform-event.ts';

/** Terraform on the working folder of one state. */
export type TerraformWork = {
  readonly folder: WorkingFolder;
  readonly program: string;
  /** For init, which may have to reach the registry of providers. */
  readonly open: Readonly<Record<string, string | undefined>>;
  /** For all else: every request that does not go to the emulators is refused. */
  readonly closed: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
  readonly force: AbortSignal;
  readonly terminal: Terminal;
};

/**
 * So many things at once: the emulator is one process and answers in milliseconds, while most of the time goes by
 * in the provider's own waits.
 */
const parallelism = '-parallelism=40';

/** Brings the provider, from a folder of this machine or from its registry. Throws as {@link runTerraform} does. */
export async function initialise(work: TerraformWork): Promise<void> {
  await run(work, ['init', '-input=false'], { environment: work.open });
}

/** Holds the files to the provider's schemas. Throws `terraform_failed` (exit outside) where they do not fit. */
export async function validate(work: TerraformWork): Promise<void> {
  await run(work, ['validate']);
}

/** A plan, and the same as `terraform show -json` writes it. */
export type PlanMade = Plan & {
  /** Whether Terraform itself says that there is something to do. */
  readonly differs: boolean;
  readonly json: string;
};

/** Plans and saves the plan under this name. */
export async function plan(work: TerraformWork, file: string): Promise<PlanMade> {
  const words = ['plan', '-detailed-exitcode', '-lock=false', parallelism, `-out=${file}`];
  const { code } = await run(work, words, { answers: [0, 2] });
  const json = await showPlan(runOf(work), file);
  return { ...parsePlan(json, join(work.folder.path, file)), differs: code === 2, json };
}

/**
 * After the last thing was begun, so much later an emulator has made it: from then on the provider looks, by its own
 * clock, at what is there.
 */
const madeAfterMs = 10_000;

/**
 * Applies a saved plan that makes so many things; gives what took the provider long. Calls `onMade` once all of it is
 * there, which is long before the provider is content with it.
 */
export async function apply(
  work: TerraformWork,
  file: string,
  total: number,
  onMade: () => void = () => {},
): Promise<readonly Wait[]> {
  let begun = 0;
  let timer: NodeJS.Timeout | undefined;
  const onStart = (action: string) => {
    if (action === 'create') begun += 1;
    if (begun === total) timer ??= setTimeout(onMade, madeAfterMs);
  };
  try {
    const waits = await follow(work, ['apply', '-json', parallelism, file], total, onStart);
    onMade();
    return waits;
  } finally {
    clearTimeout(timer);
  }
}

/** Destroys all of the state, which has so many things; gives what took the provider long. */
export function destroy(work: TerraformWork, total: number): Promise<readonly Wait[]> {
  return follow(work, ['destroy', '-json', '-auto-approve', parallelism], total);
}

/** The managed resources of the state, as it is now. */
export function resourcesOf(work: TerraformWork): Promise<readonly StateResource[]> {
  return readStateResources(runOf(work));
}

async function follow(
  work: TerraformWork,
  words: readonly string[],
  total: number,
  onStart: (action: string) => void = () => {},
): Promise<readonly Wait[]> {
  const progress: Progress = work.terminal.progress(`${words[0]} ${work.folder.state}`, total);
  const waits: Wait[] = [];
  const errors: string[] = [];
  let done = 0;
  const onLine = (line: string) => {
    const event = readEvent(line);
    if (event?.kind === 'complete') {
      done += 1;
      waits.push(event.wait);
    }
    if (event?.kind === 'start') onStart(event.action);
    if (event?.kind === 'error') errors.push(event.text);
    if (event?.kind !== 'error') progress.update(done, event?.address);
  };
  try {
    await run(work, words, { onLine });
  } catch (error) {
    if (work.signal.aborted || errors.length === 0) throw error;
    throw stepFailure(work, words[0] ?? '', errors, error);
  } finally {
    progress.finish();
  }
  return waits;
}

type Extras = {
  readonly environment?: TerraformWork['open'];
  readonly answers?: readonly number[];
  readonly onLine?: (line: string) => void;
};

function run(work: TerraformWork, words: readonly string[], extras: Extras = {}): Promise<TerraformEnd> {
  return runTerraform({ ...runOf(work), words, ...extras });
}

function runOf({ folder, program, closed, signal, force }: TerraformWork) {
  return { folder: folder.path, program, environment: closed, signal, force };
}

function stepFailure(
  { folder }: TerraformWork,
  step: string,
  errors: readonly string[],
  cause: unknown,
): Failure {
  return new Failure({
    code: 'rehearsal_terraform',
    exit: 'checkFailed',
    message: `terraform ${step} of ${folder.state} failed: ${errors[0] ?? ''}`,
    facts: Object.fromEntries(errors.map((text, at) => [`error ${at + 1}`, text])),
    next: `mend what it names in src/platform; its files lie in ${join(folder.path)}`,
    cause,
  });
}
