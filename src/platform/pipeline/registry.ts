import { EcrRegistryScanningConfiguration } from '@cdktn/provider-aws/lib/ecr-registry-scanning-configuration/index.js';
import { EcrReplicationConfiguration } from '@cdktn/provider-aws/lib/ecr-replication-configuration/index.js';
import type { Environment } from '../../environments/environment.ts';
import { names } from '../names.ts';
import type { Heading } from '../state.ts';
import { imageRepository, type RepositoryHandles } from './image-repository.ts';

export type RegistryGiven = {
  readonly environment: Environment;
  readonly keys: Readonly<Record<'images', { readonly arn: string }>>;
};

/**
 * The images of the application, in the one account that holds them: every environment pulls from there, by
 * digest. In another account it makes nothing. The recovery region gets a copy of every image within minutes.
 */
export function registry(
  heading: Heading,
  { environment, keys }: RegistryGiven,
): RepositoryHandles | undefined {
  if (environment.accountId !== environment.registryAccountId) return undefined;
  const repository = imageRepository(heading, { environment, key: keys.images });
  new EcrReplicationConfiguration(heading, 'replication', {
    replicationConfiguration: {
      rule: [
        {
          destination: [{ region: environment.recoveryRegion, registryId: environment.registryAccountId }],
          repositoryFilter: [{ filter: names.image, filterType: 'PREFIX_MATCH' }],
        },
      ],
    },
  });
  // Basic scanning knows packages of the system alone; what we ship is Node and its packages.
  new EcrRegistryScanningConfiguration(heading, 'scanning', {
    scanType: 'ENHANCED',
    rule: [
      {
        scanFrequency: 'CONTINUOUS_SCAN',
        repositoryFilter: [{ filter: names.image, filterType: 'WILDCARD' }],
      },
    ],
  });
  return repository;
}
