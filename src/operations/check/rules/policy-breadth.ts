import { names, type Platform } from '../../../platform/midcoast.ts';
import { declared, placeOf, textAt } from '../../declaration.ts';
import type { Rule } from '../rule.ts';
import { statements, type Statement } from '../policy-document.ts';

/** Conditions that say who an unnamed principal must be; each narrows `*` to what is ours. */
const narrowing: ReadonlySet<string> = new Set([
  'aws:PrincipalAccount',
  'aws:PrincipalArn',
  'aws:PrincipalOrgID',
  'aws:ResourceAccount',
  'aws:SourceVpc',
  'kms:CallerAccount',
]);

const principals: Rule = {
  id: 'no-wildcard-principal',
  says: 'No policy lets in whoever asks.',
  mend: 'Name the role, the service or the account in Principal, or pin aws:PrincipalAccount in Condition.',
  find: (platform) =>
    allowing(statements(platform))
      .filter(({ principals, conditions }) => principals.includes('*') && !isNarrowed(conditions))
      .map(({ where, actions }) => ({ where, seen: `lets anybody ${actions.join(', ')}` })),
};

const everything: Rule = {
  id: 'no-star-on-star',
  says: 'No policy allows everything of a service on everything, unless a condition narrows it.',
  mend: 'Name the actions, and the resources by ARN; or say under which condition.',
  find: (platform) =>
    allowing(statements(platform))
      // In the policy of a key `*` means the key itself; a boundary grants nothing.
      .filter(({ type, resources }) => type !== 'aws_kms_key' && resources.includes('*'))
      .filter(
        ({ where, conditions }) => !boundaries(platform).has(where) && Object.keys(conditions).length === 0,
      )
      .filter(({ actions }) => actions.some((action) => /^(\*|[a-z0-9-]+:\*)$/.test(action)))
      .map(({ where, actions }) => ({ where, seen: `allows ${actions.join(', ')} on *` })),
};

const federation: Rule = {
  id: 'pipeline-role-is-bound',
  says: 'The role of the pipeline is for one repository and one environment or branch of it.',
  mend: 'Pin aud and repository with StringEquals, and sub to repo:OWNER/NAME:environment:NAME or, for the numbers of newer repositories, repo:OWNER@*/NAME@*:environment:NAME.',
  find: (platform) =>
    allowing(statements(platform))
      .filter(
        ({ type, actions }) => type === 'aws_iam_role' && actions.includes('sts:AssumeRoleWithWebIdentity'),
      )
      .filter(({ conditions }) => !isBound(conditions, platform.environment.repository))
      .map(({ where }) => ({ where, seen: 'trusts more than one environment of one repository' })),
};

export const policyBreadthRules: readonly Rule[] = [principals, everything, federation];

/** Policies that only bound what others grant. */
function boundaries(platform: Platform): ReadonlySet<string> {
  return new Set(
    declared(platform, 'aws_iam_policy')
      .filter(({ attributes }) => textAt(attributes, 'name').startsWith(names.permissionBoundary))
      .map(placeOf),
  );
}

function allowing(all: readonly Statement[]): readonly Statement[] {
  return all.filter(({ effect }) => effect === 'Allow');
}

function isNarrowed(conditions: Statement['conditions']): boolean {
  return Object.entries(conditions).some(
    ([operator, keys]) =>
      /^(String|Arn)(Equals|Like)/.test(operator) && Object.keys(keys).some((key) => narrowing.has(key)),
  );
}

/** A star may stand for the numbers that GitHub writes behind `@`, where another claim says whose the names are. */
function isBound(conditions: Statement['conditions'], repository: string): boolean {
  const [owner, name] = repository.split('/');
  const forms = [`repo:${repository}:`, `repo:${owner}@*/${name}@*:`];
  const isNarrow = (subject: string) =>
    forms.some((form) => subject.startsWith(form) && /^[^*?]+$/.test(subject.slice(form.length)));
  const subjects = [
    ...valuesOf(conditions, 'StringEquals', 'sub'),
    ...valuesOf(conditions, 'StringLike', 'sub'),
  ];
  const named = valuesOf(conditions, 'StringEquals', 'repository');
  return (
    valuesOf(conditions, 'StringEquals', 'aud').length > 0 &&
    subjects.length > 0 &&
    subjects.every(isNarrow) &&
    (named.join() === repository || !subjects.some((subject) => subject.includes('*')))
  );
}

/** What a condition compares a claim of the token with. */
function valuesOf(conditions: Statement['conditions'], operator: string, claim: string): readonly string[] {
  const [, value] =
    Object.entries(conditions[operator] ?? {}).find(([key]) => key.endsWith(`:${claim}`)) ?? [];
  return [value].flat().filter((each) => typeof each === 'string');
}
