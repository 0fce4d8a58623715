import { Document, isMap, isScalar, visit, type Node, type Scalar } from 'yaml';
import { pinnedActions, type ActionName } from './pinned-actions.ts';

/** A workflow of GitHub Actions, as narrow as ours is: what is not here, no job of ours may use. */
export type Workflow = {
  readonly name: string;
  readonly on: {
    readonly push: { readonly branches: readonly string[] };
    readonly pull_request: { readonly branches: readonly string[] };
  };
  readonly concurrency: Concurrency;
  readonly jobs: Readonly<Record<string, Job>>;
};

type Concurrency = { readonly group: string; readonly 'cancel-in-progress': string };

export type Job = {
  readonly name: string;
  readonly needs?: readonly string[];
  readonly if?: string;
  readonly 'runs-on': string;
  /** Of GitHub: what protects the job, and what its token says. */
  readonly environment?: string;
  /** The only rights of the job's token, each with its reason. A job has none that it does not name. */
  readonly permissions: Readonly<Partial<Record<'contents' | 'id-token', Permission>>>;
  readonly 'timeout-minutes': number;
  readonly strategy?: { readonly matrix: Readonly<Record<string, readonly string[]>> };
  readonly outputs?: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
};

type Permission = { readonly access: 'read' | 'write'; readonly why: string };

export type Step = ActionStep | CommandStep;

/** Somebody else's code, by the commit that stands in the table of pinned actions. */
export type ActionStep = {
  readonly name: string;
  readonly if?: string;
  readonly uses: ActionName;
  readonly with?: Readonly<Record<string, string | number | boolean>>;
};

/** Everything else is a command of ours, so that whatever a pipeline does can be done here first. */
export type CommandStep = {
  readonly name: string;
  readonly id?: string;
  readonly run: `./midcoast ${string}`;
  /** Expressions stand here and never in a command, where a shell would read what they hold. */
  readonly env?: Readonly<Record<string, string>>;
};

const head = ` Written by \`./midcoast synth\` from src/platform/pipeline/actions.ts; a change here is overwritten.`;

/** The workflow as YAML: always the same text, with versions and reasons as comments. */
export function workflowText({ name, on, concurrency, jobs }: Workflow): string {
  const written = {
    name,
    on,
    permissions: {},
    concurrency,
    jobs: Object.fromEntries(Object.entries(jobs).map(([id, job]) => [id, writtenJob(job)])),
  };
  const document = new Document(written, { version: '1.2', aliasDuplicateObjects: false });
  document.commentBefore = head;
  const reasons = reasonsOf(jobs);
  visit(document, {
    Pair(_, { key, value }, path) {
      if (!isScalar(value) || !isScalar(key)) return;
      const reason = key.value === 'uses' ? versionOf(value) : reasons.get(placeOf([...path, key]));
      if (reason !== undefined) value.comment = ` ${reason}`;
    },
  });
  return document.toString({ lineWidth: 0, singleQuote: true, flowCollectionPadding: false });
}

function writtenJob({ permissions, steps, ...job }: Job): object {
  const { name, needs, if: condition, environment, ...rest } = job;
  return {
    name,
    ...(needs && { needs }),
    ...(condition && { if: condition }),
    ...(environment && { environment }),
    permissions: Object.fromEntries(
      Object.entries(permissions).map(([scope, { access }]) => [scope, access]),
    ),
    ...rest,
    steps: steps.map((step) => ('uses' in step ? { ...step, uses: usedText(step.uses) } : step)),
  };
}

const usedText = (action: ActionName) => `${action}@${pinnedActions[action].commit}`;

function versionOf({ value }: Scalar): string | undefined {
  const found = Object.entries(pinnedActions).find(([action]) => usedText(action as ActionName) === value);
  return found?.[1].version;
}

/** Why each permission is given, by where it stands. */
function reasonsOf(jobs: Workflow['jobs']): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(jobs).flatMap(([id, { permissions }]) =>
      Object.entries(permissions).map(
        ([scope, { why }]) => [`jobs.${id}.permissions.${scope}`, why] as const,
      ),
    ),
  );
}

/** The names of the keys that lead to a node. */
function placeOf(path: readonly unknown[]): string {
  return path
    .flatMap((step) => {
      if (isMap(step)) return [];
      const key = (step as { key?: Node }).key ?? step;
      return isScalar(key) ? [String(key.value)] : [];
    })
    .join('.');
}
