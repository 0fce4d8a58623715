import { DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { GetRoleCommand } from '@aws-sdk/client-iam';
import {
  GetHealthCheckCommand,
  ListHostedZonesByNameCommand,
  ListResourceRecordSetsCommand,
} from '@aws-sdk/client-route-53';
import type { Environment } from '../../../../environments/environment.ts';
import { names } from '../../../../platform/midcoast.ts';
import type { AwsClients } from '../aws-clients.ts';
import type { Fact } from './fact.ts';

const issuer = 'token.actions.githubusercontent.com';

/** What an environment promises of whom it lets in, where its name leads, and whom it wakes. */
export function reachFacts(environment: Environment): readonly Fact[] {
  return [trustFact(environment), ...failoverFacts(environment), alarmFact(environment.region, environment)];
}

function trustFact({ repository, name }: Environment): Fact {
  const role = names.role('deploy');
  const [owner, own] = repository.split('/');
  return {
    name: `${role}: trusts GitHub’s jobs of`,
    expected: {
      audience: 'sts.amazonaws.com',
      subjects: [`repo:${repository}:environment:${name}`, `repo:${owner}@*/${own}@*:environment:${name}`],
      repository,
      environment: name,
    },
    async see({ iam }) {
      const { Role } = await iam.send(new GetRoleCommand({ RoleName: role }));
      const document = decodeURIComponent(Role?.AssumeRolePolicyDocument ?? '{}');
      const { Statement: [statement] = [] } = JSON.parse(document) as TrustPolicy;
      const { StringEquals: equal, StringLike: like } = statement?.Condition ?? {};
      const claim = (of: string) => equal?.[`${issuer}:${of}`];
      return {
        audience: claim('aud'),
        subjects: like?.[`${issuer}:sub`],
        repository: claim('repository'),
        environment: claim('environment'),
      };
    },
  };
}

type TrustPolicy = {
  readonly Statement?: readonly {
    readonly Condition?: Readonly<
      Partial<Record<'StringEquals' | 'StringLike', Readonly<Record<string, string | readonly string[]>>>>
    >;
  }[];
};

function failoverFacts(environment: Environment): readonly Fact[] {
  const host = names.host(environment);
  return [
    {
      name: `${host}: leads to the edge as long as that is well`,
      expected: { failover: 'PRIMARY', asksTheEdge: true, checked: true },
      async see(aws) {
        const record = await recordOf(aws, environment);
        return {
          failover: record?.Failover,
          asksTheEdge: record?.AliasTarget?.EvaluateTargetHealth,
          checked: record?.HealthCheckId !== undefined,
        };
      },
    },
    {
      name: `${host}: is well as long as the balancer that it leads to answers over`,
      expected: 'HTTPS',
      async see(aws) {
        const record = await recordOf(aws, environment);
        const HealthCheckId = record?.HealthCheckId;
        const { HealthCheck } = await aws.route53.send(new GetHealthCheckCommand({ HealthCheckId }));
        const { Type, FullyQualifiedDomainName = 'nothing' } = HealthCheck?.HealthCheckConfig ?? {};
        const target = record?.AliasTarget?.DNSName?.replace(/\.$/, '') ?? '';
        return target.endsWith(FullyQualifiedDomainName) ? Type : `${Type} of ${FullyQualifiedDomainName}`;
      },
    },
  ];
}

async function recordOf({ route53 }: AwsClients, environment: Environment) {
  const DNSName = environment.domain;
  const { HostedZones = [] } = await route53.send(new ListHostedZonesByNameCommand({ DNSName }));
  const zone = HostedZones.find(({ Name }) => Name === `${DNSName}.`);
  const { ResourceRecordSets = [] } = await route53.send(
    new ListResourceRecordSetsCommand({ HostedZoneId: zone?.Id }),
  );
  return ResourceRecordSets.find(({ Name, Type }) => Type === 'A' && Name === `${names.host(environment)}.`);
}

/** The one alarm that wakes somebody, asked of the emulator that holds it. */
export function alarmFact(region: string, { accountId }: Environment): Fact {
  return {
    name: `${names.alarm}: tells`,
    expected: { acts: true, tells: [`arn:aws:sns:${region}:${accountId}:${names.alarmTopic}`] },
    async see({ composites }) {
      const { CompositeAlarms = [] } = await composites.send(
        new DescribeAlarmsCommand({ AlarmTypes: ['CompositeAlarm'], AlarmNames: [names.alarm] }),
      );
      const [alarm] = CompositeAlarms;
      return { acts: alarm?.ActionsEnabled, tells: alarm?.AlarmActions };
    },
  };
}
