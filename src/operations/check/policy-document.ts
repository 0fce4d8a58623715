import { declared, placeOf, type Declared } from '../declaration.ts';
import { stateNames, type Platform } from '../../platform/midcoast.ts';

/** One statement of a policy, as IAM writes it, with where it was found. */
export type Statement = {
  readonly where: string;
  /** The type that carries it; `data` for a policy document. */
  readonly type: string;
  readonly effect: 'Allow' | 'Deny';
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /** `*` alone, or by kind: `AWS`, `Service`, `Federated`. */
  readonly principals: readonly string[];
  readonly conditions: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
};

type Written = Readonly<Record<string, unknown>>;

/** Every statement of every policy that either state writes. */
export function statements(platform: Platform): readonly Statement[] {
  return [
    ...declared(platform).flatMap((resource) =>
      textsIn(resource.attributes).flatMap((text) => statementsOf(text, resource)),
    ),
    ...stateNames.flatMap((state) => dataStatements(platform, state)),
  ];
}

/** Policies are text within attributes, some of them inside blocks. */
function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return value.startsWith('{') && value.includes('"Statement"') ? [value] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(textsIn);
}

function statementsOf(text: string, resource: Declared): readonly Statement[] {
  const { Statement: written } = JSON.parse(text) as { Statement: Written | readonly Written[] };
  return blocksIn(written).map((statement) => ({
    where: placeOf(resource),
    type: resource.type,
    effect: statement['Effect'] === 'Deny' ? 'Deny' : 'Allow',
    actions: texts(statement['Action']),
    resources: texts(statement['Resource']),
    principals: principalsOf(statement['Principal']),
    conditions: (statement['Condition'] ?? {}) as Statement['conditions'],
  }));
}

function principalsOf(principal: unknown): readonly string[] {
  if (principal === undefined) return [];
  if (typeof principal === 'string') return [principal];
  return Object.values(principal as object).flatMap((each) => texts(each));
}

/** `data.aws_iam_policy_document`, in Terraform's own spelling of the same. */
function dataStatements(platform: Platform, state: (typeof stateNames)[number]): readonly Statement[] {
  return Object.values(platform.states[state].documents).flatMap((document) => {
    const data = (document as { data?: Record<string, Record<string, Written>> }).data ?? {};
    return Object.entries(data['aws_iam_policy_document'] ?? {}).flatMap(([name, { statement }]) =>
      blocksIn(statement).map((written) => ({
        where: `${state === 'platform' ? '' : `${state}: `}data.aws_iam_policy_document.${name}`,
        type: 'data',
        effect: written['effect'] === 'Deny' ? 'Deny' : 'Allow',
        actions: texts(written['actions']),
        resources: texts(written['resources']),
        principals: blocksIn(written['principals']).flatMap(({ identifiers }) => texts(identifiers)),
        conditions: Object.fromEntries(
          blocksIn(written['condition']).map(({ test, variable, values }) => [
            String(test),
            { [String(variable)]: values },
          ]),
        ),
      })),
    );
  });
}

function list(value: unknown): readonly unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}

function texts(value: unknown): readonly string[] {
  return list(value).filter((entry) => typeof entry === 'string');
}

function blocksIn(value: unknown): readonly Written[] {
  return list(value).filter((entry): entry is Written => typeof entry === 'object' && entry !== null);
}
