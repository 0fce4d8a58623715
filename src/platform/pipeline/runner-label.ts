import type { Environment } from '../../environments/environment.ts';
import { names } from '../names.ts';

/**
 * What a job asks for in `runs-on` so that CodeBuild starts a runner of the environment for it: the project's name,
 * then the run and the attempt, so that no job takes the runner of another run:
 * https://docs.aws.amazon.com/codebuild/latest/userguide/action-runner.html
 *
 * Both accounts hear of every job of the repository. The environment in the project's name lets each answer its own.
 */
export function runnerLabel(environment: Environment): string {
  return `codebuild-${names.runner(environment)}-\${{ github.run_id }}-\${{ github.run_attempt }}`;
}
