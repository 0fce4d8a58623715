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
      ...jobs.flatMap(({ id, role, token }) => {
        const trust = roles.find(({ name }) => name === role);
        if (trust === undefined)
          return [{ where: `job ${id}`, seen: `asks for ${role}, which trusts no job` }];
        return faults(id, token, trust);
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
    readonly Statement: readonly { readonly Condition?: { readonly StringEquals?: Claims } }[];
  };
  const equal = Object.entries(statements[0]?.Condition?.StringEquals ?? {});
  return Object.fromEntries(equal.map(([key, value]) => [key.split(':').at(-1) ?? key, value]));
}

type SignedIn = { readonly id: string; readonly role: string; readonly token: Claims };

/** The jobs that take a role of the platform's account, each with what its token says. */
function signedIn({ jobs, on }: Workflow, { environment }: Platform): readonly SignedIn[] {
  const prefix = `arn:aws:iam::${environment.accountId}:role/`;
  const ref = `refs/heads/${on.push.branches[0] ?? ''}`;
  return Object.entries(jobs).flatMap(([id, { steps, environment: place }]) =>
    steps.flatMap((step) => {
      const arn = 'uses' in step ? String(step.with?.['role-to-assume'] ?? '') : '';
      if (!arn.startsWith(prefix)) return [];
      const subject = place === undefined ? `ref:${ref}` : `environment:${place}`;
      const token = {
        aud: 'sts.amazonaws.com',
        sub: `repo:${environment.repository}:${subject}`,
        repository: environment.repository,
        ref,
        ...(place !== undefined && { environment: place }),
      };
      return [{ id, role: arn.slice(prefix.length), token }];
    }),
  );
}

/** Claims that the role asks for otherwise than GitHub gives them, or does not ask for at all. */
function faults(
  id: string,
  token: Claims,
  trust: { readonly place: string; readonly claims: Claims },
): Breach[] {
  // Of a role that names no subject another rule speaks.
  if (trust.claims['sub'] === undefined) return [];
  return [...new Set([...Object.keys(token), ...Object.keys(trust.claims)])]
    .filter((claim) => token[claim] !== trust.claims[claim])
    .map((claim) => ({
      where: trust.place,
      seen: `wants ${claim} ${shown(trust.claims[claim])}, and the token of job ${id} says ${shown(token[claim])}`,
    }));
}

const shown = (value: unknown) => (value === undefined ? 'nothing' : JSON.stringify(value));
