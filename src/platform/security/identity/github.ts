import type { Environment } from '../../../environments/environment.ts';
import { names } from '../../names.ts';
import { arnsOf, type Trust } from '../../policy.ts';

/** The issuer of the tokens that GitHub gives to a job, and whom a token must be meant for. */
export const githubIssuer = 'token.actions.githubusercontent.com';
export const githubAudience = 'sts.amazonaws.com';

/** Only what is merged is built and deployed. */
const branch = `refs/heads/${names.branch}`;

export function githubProviderArn(environment: Environment): string {
  return arnsOf(environment).iam(`oidc-provider/${githubIssuer}`);
}

/**
 * One repository, its one branch, and with `environment` a job of that environment of GitHub alone. `sub` holds
 * either the branch or the environment; AWS reads the other claims by themselves since January 2026:
 * https://aws.amazon.com/about-aws/whats-new/2026/01/aws-sts-supports-validation-identity-provider-claims/
 */
export function githubTrust(environment: Environment, job: 'of the environment' | 'of the branch'): Trust {
  const { repository, name } = environment;
  const place = job === 'of the environment' ? `environment:${name}` : `ref:${branch}`;
  const claims = {
    aud: githubAudience,
    repository,
    ref: branch,
    ...(job === 'of the environment' && { environment: name }),
  };
  return {
    principal: { Federated: githubProviderArn(environment) },
    actions: ['sts:AssumeRoleWithWebIdentity'],
    conditions: {
      StringEquals: Object.fromEntries(
        Object.entries(claims).map(([claim, value]) => [`${githubIssuer}:${claim}`, value]),
      ),
      StringLike: { [`${githubIssuer}:sub`]: subjects(repository, place) },
    },
  };
}

/**
 * The two forms of a subject: by names alone, and with the numbers of owner and repository behind them, as GitHub writes
 * it for every repository that was made, renamed or moved since July 2026. No name can hold an `@`, and whose the
 * names are is the claim `repository`.
 * https://github.blog/changelog/2026-04-23-immutable-subject-claims-for-github-actions-oidc-tokens/
 */
function subjects(repository: string, place: string): readonly string[] {
  const [owner, name] = repository.split('/');
  return [`repo:${repository}:${place}`, `repo:${owner}@*/${name}@*:${place}`];
}
