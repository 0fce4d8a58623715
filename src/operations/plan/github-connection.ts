import type { Environment } from '../../environments/environment.ts';
import { Failure } from '../failure.ts';
import type { Change, Plan } from '../terraform/plan-file.ts';

/** What cannot be made before a person has let AWS into the repository. */
const needsGithub: ReadonlySet<string> = new Set(['aws_codebuild_webhook', 'aws_codebuild_project']);

/**
 * The connection to GitHub that nobody has confirmed yet, by name, where a plan makes the runner's webhook: AWS refuses
 * the webhook then, and everything else is made. Undefined where nothing waits for it.
 */
export function awaitedConnection({ changes }: Plan): string | undefined {
  const isMade = ({ action }: Change) => action === 'create' || action === 'replace';
  if (!changes.some((change) => change.type === 'aws_codebuild_webhook' && isMade(change))) return undefined;
  const pending = changes.find(
    (change) =>
      change.type === 'aws_codeconnections_connection' &&
      (isMade(change) || change.before?.['connection_status'] === 'PENDING'),
  );
  const name = pending?.after?.['name'];
  return typeof name === 'string' ? name : pending?.address;
}

/**
 * What to say of an apply that failed: `github_unconnected` (exit outside) where the plan awaited GitHub and Terraform
 * stopped at nothing but what needs it; otherwise the error as it is.
 */
export function explainFailedApply(error: unknown, plan: Plan, environment: Environment): unknown {
  if (!(error instanceof Failure) || error.code !== 'terraform_failed') return error;
  const connection = awaitedConnection(plan);
  if (connection === undefined) return error;
  const said = String(error.facts['said'] ?? '');
  if (!stoppedAtGithubAlone(said)) return error;
  return new Failure({
    code: 'github_unconnected',
    exit: 'outside',
    message: `all is made but the runner’s webhook: nobody has connected ${environment.repository} on GitHub yet`,
    facts: { connection, page: connectionPage(environment), said },
    next: `open the page, choose ${connection}, then Update pending connection, and give AWS’s app ${environment.repository} alone; then run ./midcoast deploy ${environment.name} again, which makes what is left`,
    cause: error,
  });
}

/** Whether Terraform's errors are shown from the first on, and each is of something that needs GitHub. */
function stoppedAtGithubAlone(said: string): boolean {
  const errors = said.split('Error: ').slice(1);
  const types = errors.map((text) => /\bwith (aws_\w+)\./.exec(text)?.[1] ?? '');
  return said.startsWith('Error: ') && types.every((type) => needsGithub.has(type));
}

/** Where in the console of AWS the connection waits. */
function connectionPage({ region }: Environment): string {
  return `https://${region}.console.aws.amazon.com/codesuite/settings/connections?region=${region}`;
}
