import type { Environment, Region } from '../../environments/environment.ts';
import { names, type Platform, type StateName } from '../../platform/midcoast.ts';

/** Two states of a few things each, for tests: the way through them is that of the whole platform. */
export function smallPlatform(environment: Environment): Platform {
  const { region, recoveryRegion } = environment;
  return {
    environment,
    states: {
      platform: {
        name: 'platform',
        region,
        resources: [],
        documents: { main: main(environment, 'platform', region), network },
      },
      recovery: {
        name: 'recovery',
        region: recoveryRegion,
        resources: [],
        documents: { main: main(environment, 'recovery', recoveryRegion), logs },
      },
    },
    manifests: {},
    addOns: [],
  };
}

const network = {
  resource: {
    aws_vpc: { network_vpc: { cidr_block: '10.0.0.0/16', tags: { Name: names.vpc } } },
    aws_subnet: { network_subnet: { cidr_block: '10.0.1.0/24', vpc_id: '${aws_vpc.network_vpc.id}' } },
    aws_security_group: {
      network_group: { name: 'midcoast-small', description: 'Small', vpc_id: '${aws_vpc.network_vpc.id}' },
    },
    aws_s3_bucket: { network_bucket: { bucket: 'midcoast-small', force_destroy: true } },
    aws_kms_key: { network_key: { description: 'Small', deletion_window_in_days: 7 } },
  },
};

const logs = { resource: { aws_cloudwatch_log_group: { logs_small: { name: 'midcoast-small' } } } };

function main(environment: Environment, state: StateName, region: Region): object {
  return {
    variable: { commit: { type: 'string', default: 'unknown' } },
    provider: {
      aws: [
        {
          region,
          allowed_account_ids: [environment.accountId],
          default_tags: [
            { tags: { 'midcoast:environment': environment.name, 'midcoast:commit': '${var.commit}' } },
          ],
        },
      ],
    },
    terraform: {
      required_providers: { aws: { source: 'hashicorp/aws', version: '>= 5.100, < 7.0' } },
      backend: {
        s3: {
          bucket: names.stateBucket(environment, region),
          key: `${state}.tfstate`,
          region,
          encrypt: true,
          use_lockfile: true,
        },
      },
    },
  };
}
