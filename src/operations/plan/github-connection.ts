import type { Environment } from '../../environments/environment.ts';
import { names } from '../../platform/midcoast.ts';
import { Failure } from '../failure.ts';
import type { Plan } from '../terraform/plan-file.ts';

/** What cannot be made before a person has let AWS into the repository. */
const needsGithub: ReadonlySet<string> = new Set(['aws_codebuild_webhook', 'aws_codebuild_project']);

/**
 * Whether a plan makes the runner's webhook while nobody has confirmed the connection to GitHub: AWS refuses the
 * webhook then, and everything else is made.
 */
export function awaitsGithub({ changes }: Plan): boolean {
  const webhook = changes.some(
    ({ type, action }) => type === 'aws_codebuild_webhook' && (action === 'create' || action === 'replace'),
  );
  const pending = changes.some(
    ({ type, action, before }) =>
      type === 'aws_codeconnections_connection' &&
      (action === 'create' || action === 'replace' || before?.['connection_status'] === 'PENDING'),
  );
  return webhook && pending;
}

/** Where in the console of AWS the connection waits. */
export function connectionPage({ region }: Environment): string {
  return `https://${region}.console.aws.amazon.com/codesuite/settings/connections?region=${region}`;
}

/**
 * What to say of an apply that failed: `github_unconnected` (exit outside) where the plan awaited GitHub and Terraform
 * stopped at nothing but what needs it; otherwise the error as it is.
 */
export function explainFailedApply(error: unknown, plan: Plan, environment: Environment): unknown {
  if (!(error instanceof Failure) || error.code !== 'terraform_failed' || !awaitsGithub(plan)) return error;
  const said = String(error.facts['said'] ?? '');
  const stoppedAt = [...said.matchAll(/\bwith (aws_\w+)\.\w+/g)].map(([, type = '']) => type);
  if (stoppedAt.length === 0 || !stoppedAt.every((type) => needsGithub.has(type))) return error;
  return new Failure({
    code: 'github_unconnected',
    exit: 'outside',
    message: `all is made but the runner’s webhook: nobody has connected ${environment.repository} on GitHub yet`,
    facts: { connection: names.runner, page: connectionPage(environment), said },
    next: `open the page, choose ${names.runner}, then Update pending connection, and give AWS’s app ${environment.repository} alone; then run ./midcoast deploy ${environment.name} again, which makes what is left`,
    cause: error,
  });
}
