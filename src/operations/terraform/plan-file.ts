import { join } from 'node:path';
import { Failure } from '../failure.ts';
import { runTerraform, type TerraformRun } from './run.ts';

/** What Terraform means to do to one thing; `replace` is a deletion and a creation, in either order. */
export type Action = 'create' | 'update' | 'replace' | 'delete' | 'read' | 'forget' | 'none';

/** One resource or data source of a plan, or of the drift that Terraform saw before planning. */
export type Change = {
  /** Such as `aws_vpc.network_vpc`. */
  readonly address: string;
  /** Where it stood before a `moved` block. */
  readonly previousAddress: string | undefined;
  readonly mode: 'managed' | 'data';
  readonly type: string;
  readonly action: Action;
  /** Attributes before and after; what is known only after apply is absent from `after`. */
  readonly before: Attributes | undefined;
  readonly after: Attributes | undefined;
  /** The attributes for whose sake it is replaced, such as `engine` or `ingress.0.port`. */
  readonly replacedFor: readonly string[];
  /** The names of the attributes at the top that change; those that become known only later among them. */
  readonly changed: readonly string[];
};

export type Attributes = Readonly<Record<string, unknown>>;

/** A plan as it was saved. */
export type Plan = {
  readonly terraformVersion: string;
  /** Whether Terraform would change anything; outputs count. */
  readonly applyable: boolean;
  /** In the order in which Terraform gives them: by address. */
  readonly changes: readonly Change[];
  /** What was changed behind Terraform's back and seen at the refresh. */
  readonly drift: readonly Change[];
  /** The outputs that change, by name. */
  readonly outputs: readonly string[];
};

/** Reads the plan that was saved as `file` in the folder of the run. Throws as {@link runTerraform} does. */
export async function readPlan(run: Omit<TerraformRun, 'words'>, file: string): Promise<Plan> {
  return parsePlan(await showPlan(run, file), join(run.folder, file));
}

/** The whole of a saved plan, as `terraform show -json` writes it. */
export async function showPlan(run: Omit<TerraformRun, 'words'>, file: string): Promise<string> {
  const { onLine: _, ...quiet } = run;
  const { stdout } = await runTerraform({ ...quiet, words: ['show', '-json', file] });
  return stdout;
}

/** Reads what `terraform show -json` says of a plan (https://developer.hashicorp.com/terraform/internals/json-format). */
export function parsePlan(text: string, path: string): Plan {
  const plan = JSON.parse(text) as JsonPlan;
  if (plan.format_version?.startsWith('1.') !== true) {
    throw new Failure({
      code: 'plan_unreadable',
      exit: 'outside',
      message: `Terraform writes plans in format ${JSON.stringify(plan.format_version)}, and only 1.x is known here`,
      facts: { plan: path },
      next: 'use a Terraform of the 1.x line',
    });
  }
  const outputs = Object.entries(plan.output_changes ?? {});
  return {
    terraformVersion: plan.terraform_version ?? 'unknown',
    applyable: plan.applyable ?? true,
    changes: (plan.resource_changes ?? []).map(changeOf),
    drift: (plan.resource_drift ?? []).map(changeOf),
    outputs: outputs.filter(([, { actions }]) => actionOf(actions) !== 'none').map(([name]) => name),
  };
}

type JsonPlan = {
  readonly format_version?: string;
  readonly terraform_version?: string;
  readonly applyable?: boolean;
  readonly resource_changes?: readonly JsonChange[];
  readonly resource_drift?: readonly JsonChange[];
  readonly output_changes?: Readonly<Record<string, { readonly actions: readonly string[] }>>;
};

type JsonChange = {
  readonly address: string;
  readonly previous_address?: string;
  readonly mode: 'managed' | 'data';
  readonly type: string;
  readonly change: {
    readonly actions: readonly string[];
    readonly before: Attributes | null;
    readonly after: Attributes | null;
    readonly after_unknown?: Attributes;
    readonly replace_paths?: readonly (readonly (string | number)[])[];
  };
};

function changeOf({ address, previous_address, mode, type, change }: JsonChange): Change {
  return {
    address,
    previousAddress: previous_address,
    mode,
    type,
    action: actionOf(change.actions),
    before: change.before ?? undefined,
    after: change.after ?? undefined,
    replacedFor: (change.replace_paths ?? []).map((path) => path.join('.')),
    changed: changedNames(change),
  };
}

function actionOf(actions: readonly string[]): Action {
  if (actions.includes('delete') && actions.includes('create')) return 'replace';
  const [only = 'no-op'] = actions;
  return only === 'no-op' ? 'none' : (only as Action);
}

function changedNames({ before, after, after_unknown }: JsonChange['change']): readonly string[] {
  if (before === null || after === null) return [];
  const unknown = Object.entries(after_unknown ?? {}).filter(([, mark]) => holdsTrue(mark));
  const known = Object.keys({ ...before, ...after }).filter(
    (name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]),
  );
  return [...new Set([...known, ...unknown.map(([name]) => name)])].toSorted();
}

/** `after_unknown` marks leaves by true; lists and blocks without one are empty shells. */
function holdsTrue(mark: unknown): boolean {
  if (mark === true) return true;
  return typeof mark === 'object' && mark !== null && Object.values(mark).some(holdsTrue);
}
