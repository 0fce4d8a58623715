import type { Platform, Workflow } from '../../../platform/midcoast.ts';
import { declared, placeOf, textAt } from '../../declaration.ts';
import { pipeline } from '../../workflow.ts';
import type { Breach, Rule } from '../rule.ts';

const trusted: Rule = {
  id: 'pipeline-is-trusted',
  says: 'Every job that signs in to AWS is trusted by exactly the role that it asks for, and no role waits for another.',
  mend: 'Let the job’s environment in platform/pipeline/actions.ts and the claims in security/identity/github.ts say the same.',
  find: (platform) => {
    const roles = declared(platform, 'aws_iam_role').flatMap((role) => {
      const claims = claimsOf(textAt(role.attributes, 'assume_role_policy'));
      return claims === undefined
        ? []
        : [{ name: textAt(role.attributes, 'name'), place: placeOf(role), claims }];
    });
    const jobs = signedIn(pipeline(), platform);
    const idle = roles.filter(({ name }) => !jobs.some((job) => job.role === name));
    return [
      ...jobs.flatMap((job) => {
        const trust = roles.find(({ name }) => name === job.role);
        if (trust === undefined)
          return [{ where: `job ${job.id}`, seen: `asks for ${job.role}, which trusts no job` }];
        return faults(job, trust);
      }),
      ...idle.map(({ name, place }) => ({
        where: place,
        seen: `${name} waits for a job, and none asks for it`,
      })),
    ];
  },
};

const runner: Rule = {
  id: 'pipeline-finds-its-runner',
  says: 'The job that deploys an environment asks for that environment’s own runner, which answers this workflow.',
  mend: 'Derive the label from names.runner and the filter from names.workflow.',
  find: (platform) => {
    const { environment } = platform;
    const workflow = pipeline();
    const job = Object.values(workflow.jobs).find((each) => each.environment === environment.name);
    const [project] = declared(platform, 'aws_codebuild_project');
    const [webhook] = declared(platform, 'aws_codebuild_webhook');
    if (project === undefined || webhook === undefined) {
      return [{ where: environment.name, seen: 'has no runner that a job could start' }];
    }
    const label = `codebuild-${textAt(project.attributes, 'name')}-\${{ github.run_id }}`;
    return [
      ...(job?.['runs-on'].startsWith(label) === true
        ? []
        : [{ where: placeOf(project), seen: `no job of ${environment.name} asks for ${label}` }]),
      ...(JSON.stringify(webhook.attributes).includes(JSON.stringify(`^${workflow.name}$`))
        ? []
        : [{ where: placeOf(webhook), seen: `does not answer the workflow ${workflow.name}` }]),
    ];
  },
};

export const pipelineTrustRules: readonly Rule[] = [trusted, runner];

type Claims = Readonly<Record<string, unknown>>;

/** What GitHub must say of a job before the role is given; undefined of a role that is not for jobs. */
function claimsOf(policy: string): Claims | undefined {
  if (!policy.includes('sts:AssumeRoleWithWebIdentity')) return undefined;
  const { Statement: statements } = JSON.parse(policy) as {
    readonly Statement: readonly { readonly Condition?: Readonly<Record<string, Claims>> }[];
  };
  const { StringEquals: equal, StringLike: like } = statements[0]?.Condition ?? {};
  return Object.fromEntries(
    Object.entries({ ...equal, ...like }).map(([key, value]) => [key.split(':').at(-1) ?? key, value]),
  );
}

type SignedIn = {
  readonly id: string;
  readonly role: string;
  /** What its token says, but the subject. */
  readonly token: Claims;
  /** The forms of the subject: which one it is depends on how old the repository is. */
  readonly subjects: readonly string[];
};

/** The jobs that take a role of the platform's account, each with what its token says. */
function signedIn({ jobs, on }: Workflow, { environment }: Platform): readonly SignedIn[] {
  const prefix = `arn:aws:iam::${environment.accountId}:role/`;
  const ref = `refs/heads/${on.push.branches[0] ?? ''}`;
  const { repository } = environment;
  return Object.entries(jobs).flatMap(([id, { steps, environment: place }]) =>
    steps.flatMap((step) => {
      const arn = 'uses' in step ? String(step.with?.['role-to-assume'] ?? '') : '';
      if (!arn.startsWith(prefix)) return [];
      const job = place === undefined ? `ref:${ref}` : `environment:${place}`;
      const token = {
        aud: 'sts.amazonaws.com',
        repository,
        ref,
        ...(place !== undefined && { environment: place }),
      };
      const subjects = [
        repository,
        repository
          .split('/')
          .map((name) => `${name}@123456`)
          .join('/'),
      ];
      return [
        { id, role: arn.slice(prefix.length), token, subjects: subjects.map((of) => `repo:${of}:${job}`) },
      ];
    }),
  );
}

/** Claims that the role asks for otherwise than GitHub gives them, or does not ask for at all. */
function faults(
  { id, token, subjects }: SignedIn,
  { place, claims: { sub, ...claims } }: { readonly place: string; readonly claims: Claims },
): Breach[] {
  // Of a role that names no subject another rule speaks.
  if (sub === undefined) return [];
  const refused = subjects.filter(
    (subject) => ![sub].flat().some((form) => typeof form === 'string' && isLike(subject, form)),
  );
  const differing = [...new Set([...Object.keys(token), ...Object.keys(claims)])].filter(
    (claim) => token[claim] !== claims[claim],
  );
  return [
    ...refused.map((subject) => told(id, place, 'sub', sub, subject)),
    ...differing.map((claim) => told(id, place, claim, claims[claim], token[claim])),
  ];
}

function told(id: string, where: string, claim: string, wanted: unknown, said: unknown): Breach {
  return { where, seen: `wants ${claim} ${shown(wanted)}, and the token of job ${id} says ${shown(said)}` };
}

/** As IAM compares: a star is any text. */
function isLike(text: string, form: string): boolean {
  return new RegExp(
    `^${form
      .split('*')
      .map((part) => RegExp.escape(part))
      .join('.*')}$`,
  ).test(text);
}

const shown = (value: unknown) => (value === undefined ? 'nothing' : JSON.stringify(value));
