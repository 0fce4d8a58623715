import { EcrLifecyclePolicy } from '@cdktn/provider-aws/lib/ecr-lifecycle-policy/index.js';
import { EcrRepository } from '@cdktn/provider-aws/lib/ecr-repository/index.js';
import { EcrRepositoryPolicy } from '@cdktn/provider-aws/lib/ecr-repository-policy/index.js';
import type { Environment } from '../../environments/environment.ts';
import { names } from '../names.ts';
import { resourcePolicyOf } from '../policy.ts';
import type { Heading } from '../state.ts';

export type RepositoryGiven = {
  readonly environment: Environment;
  readonly key: { readonly arn: string };
};

export type RepositoryHandles = { readonly arn: string; readonly url: string };

/** Images that were never released: of branches, and layers of the cache. A release's tag is its version. */
const passingPrefixes = ['branch-', 'cache-'];

/** So many of them are kept; more than a week of busy work. */
const passingKept = 50;

/** Images without a tag: left behind by pushes that broke off. What a release is made of does not count. */
const untaggedKept = 100;

/**
 * A repository whose tags never move. A release is never deleted by rule, whatever its age: what is deployed, or
 * may be gone back to, is not for a count to say. A release of 80 MB costs about 0.01 USD a month.
 */
export function imageRepository(heading: Heading, { environment, key }: RepositoryGiven): RepositoryHandles {
  const repository = new EcrRepository(heading, 'images', {
    name: names.image,
    // With its images: AWS keeps a repository that still holds any.
    forceDelete: !environment.deletionProtection,
    imageTagMutability: 'IMMUTABLE',
    imageScanningConfiguration: { scanOnPush: true },
    encryptionConfiguration: [{ encryptionType: 'KMS', kmsKey: key.arn }],
  });
  new EcrLifecyclePolicy(heading, 'lifecycle', { repository: repository.name, policy: lifecycle() });
  if (environment.imageReaderAccountIds.length > 0) {
    new EcrRepositoryPolicy(heading, 'readers', {
      repository: repository.name,
      policy: readers(environment.imageReaderAccountIds),
    });
  }
  return { arn: repository.arn, url: repository.repositoryUrl };
}

function lifecycle(): string {
  const keep = (count: number, selection: object) => ({
    selection: { ...selection, countType: 'imageCountMoreThan', countNumber: count },
    action: { type: 'expire' },
  });
  const untagged = keep(untaggedKept, { tagStatus: 'untagged' });
  const passing = passingPrefixes.map((prefix) =>
    keep(passingKept, { tagStatus: 'tagged', tagPrefixList: [prefix] }),
  );
  return JSON.stringify({
    rules: [untagged, ...passing].map((rule, index) => ({ rulePriority: index + 1, ...rule })),
  });
}

/**
 * Accounts may pull, and nothing else; ECR cannot ask for a digest. A repository's policy speaks of its own
 * repository, so that it names no resource.
 */
function readers(accounts: readonly string[]): string {
  return resourcePolicyOf([
    {
      Sid: 'PullByEnvironments',
      Effect: 'Allow',
      Principal: { AWS: accounts.map((account) => `arn:aws:iam::${account}:root`) },
      Action: ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
    },
  ]);
}
