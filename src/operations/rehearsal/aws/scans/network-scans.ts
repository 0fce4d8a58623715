import { DescribeAutoScalingGroupsCommand } from '@aws-sdk/client-auto-scaling';
import {
  DescribeAddressesCommand,
  DescribeFlowLogsCommand,
  DescribeInstancesCommand,
  DescribeInternetGatewaysCommand,
  DescribeLaunchTemplatesCommand,
  DescribeNatGatewaysCommand,
  DescribeNetworkAclsCommand,
  DescribeRouteTablesCommand,
  DescribeSecurityGroupRulesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  DescribeVpcEndpointsCommand,
  DescribeVpcPeeringConnectionsCommand,
  DescribeVpcsCommand,
} from '@aws-sdk/client-ec2';
import type { AwsClients } from '../aws-clients.ts';
import { scan, type Scan } from './scan.ts';

/** States in which a thing is still listed and no longer there. */
const gone: readonly (string | undefined)[] = ['deleted', 'deleting', 'terminated'];

export const networkScans: readonly Scan[] = [
  scan(
    'aws_vpc',
    async ({ ec2 }) => (await ec2.send(new DescribeVpcsCommand())).Vpcs?.map((v) => v.VpcId) ?? [],
  ),
  scan(
    'aws_subnet',
    async ({ ec2 }) => (await ec2.send(new DescribeSubnetsCommand())).Subnets?.map((s) => s.SubnetId) ?? [],
  ),
  scan('aws_internet_gateway', async ({ ec2 }) =>
    ((await ec2.send(new DescribeInternetGatewaysCommand())).InternetGateways ?? []).map(
      (gateway) => gateway.InternetGatewayId,
    ),
  ),
  scan('aws_nat_gateway', async ({ ec2 }) =>
    ((await ec2.send(new DescribeNatGatewaysCommand())).NatGateways ?? [])
      .filter(({ State }) => !gone.includes(State))
      .map((gateway) => gateway.NatGatewayId),
  ),
  scan('aws_eip', async ({ ec2 }) =>
    ((await ec2.send(new DescribeAddressesCommand())).Addresses ?? []).map((address) => address.AllocationId),
  ),
  scan('aws_route_table', async (aws) => (await routeTables(aws)).map((table) => table.RouteTableId)),
  scan('aws_route_table_association', async (aws) =>
    (await routeTables(aws)).flatMap((table) =>
      (table.Associations ?? []).map((association) => association.RouteTableAssociationId),
    ),
  ),
  scan('aws_network_acl', async ({ ec2 }) =>
    ((await ec2.send(new DescribeNetworkAclsCommand())).NetworkAcls ?? [])
      // The default one is its VPC's own.
      .filter(({ IsDefault }) => IsDefault !== true)
      .map((acl) => acl.NetworkAclId),
  ),
  scan('aws_security_group', async ({ ec2 }) =>
    ((await ec2.send(new DescribeSecurityGroupsCommand())).SecurityGroups ?? []).map(
      (group) => group.GroupId,
    ),
  ),
  {
    types: ['aws_vpc_security_group_ingress_rule', 'aws_vpc_security_group_egress_rule'],
    list: async ({ ec2 }) =>
      ((await ec2.send(new DescribeSecurityGroupRulesCommand())).SecurityGroupRules ?? []).map(
        (rule) => rule.SecurityGroupRuleId,
      ),
  },
  scan('aws_vpc_endpoint', async ({ ec2 }) =>
    ((await ec2.send(new DescribeVpcEndpointsCommand())).VpcEndpoints ?? [])
      .filter(({ State }) => !gone.includes(State?.toLowerCase()))
      .map((endpoint) => endpoint.VpcEndpointId),
  ),
  scan('aws_vpc_peering_connection', async ({ ec2 }) =>
    ((await ec2.send(new DescribeVpcPeeringConnectionsCommand())).VpcPeeringConnections ?? [])
      .filter(({ Status }) => !gone.includes(Status?.Code))
      .map((connection) => connection.VpcPeeringConnectionId),
  ),
  scan('aws_flow_log', async ({ ec2 }) =>
    ((await ec2.send(new DescribeFlowLogsCommand())).FlowLogs ?? []).map((log) => log.FlowLogId),
  ),
  scan('aws_launch_template', async ({ ec2 }) =>
    ((await ec2.send(new DescribeLaunchTemplatesCommand())).LaunchTemplates ?? []).map(
      (template) => template.LaunchTemplateId,
    ),
  ),
  scan('aws_autoscaling_group', async ({ autoscaling }) =>
    ((await autoscaling.send(new DescribeAutoScalingGroupsCommand())).AutoScalingGroups ?? []).map(
      (group) => group.AutoScalingGroupName,
    ),
  ),
  scan('aws_instance', async ({ ec2 }) =>
    ((await ec2.send(new DescribeInstancesCommand())).Reservations ?? [])
      .flatMap(({ Instances }) => Instances ?? [])
      .filter(({ State }) => !gone.includes(State?.Name))
      .map((instance) => instance.InstanceId),
  ),
];

async function routeTables({ ec2 }: AwsClients) {
  return (await ec2.send(new DescribeRouteTablesCommand())).RouteTables ?? [];
}
