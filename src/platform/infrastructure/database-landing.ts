import { DbParameterGroup } from '@cdktn/provider-aws/lib/db-parameter-group/index.js';
import { DbSubnetGroup } from '@cdktn/provider-aws/lib/db-subnet-group/index.js';
import type { Environment } from '../../environments/environment.ts';
import { names } from '../names.ts';
import type { Heading } from '../state.ts';
import { postgresParameters } from './postgres-parameters.ts';

export type DatabaseLandingGiven = {
  readonly environment: Environment;
  /** Private, one a zone. */
  readonly subnetIds: readonly string[];
};

export type DatabaseLanding = { readonly subnetGroup: string; readonly parameterGroup: string };

/** What a database needs to stand in a region, made or restored: its subnets and its parameters. */
export function databaseLanding(
  heading: Heading,
  { environment, subnetIds }: DatabaseLandingGiven,
): DatabaseLanding {
  const subnets = new DbSubnetGroup(heading, 'subnets', {
    name: names.databaseSubnets,
    description: 'Private subnets, one a zone',
    subnetIds: [...subnetIds],
  });
  // One for each major version, made before the old one goes: else an upgrade is stuck between the two.
  const parameters = new DbParameterGroup(heading, 'parameters', {
    namePrefix: `${names.database(0)}-`,
    description: 'PostgreSQL as the service needs it, and as the instance bears it',
    family: `postgres${environment.versions.postgres.split('.')[0]}`,
    parameter: postgresParameters(environment),
    lifecycle: { createBeforeDestroy: true },
  });
  return { subnetGroup: subnets.name, parameterGroup: parameters.name };
}
