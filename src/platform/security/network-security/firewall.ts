import { CloudwatchLogGroup } from '@cdktn/provider-aws/lib/cloudwatch-log-group/index.js';
import { CloudwatchLogResourcePolicy } from '@cdktn/provider-aws/lib/cloudwatch-log-resource-policy/index.js';
import { Wafv2WebAclLoggingConfiguration } from '@cdktn/provider-aws/lib/wafv2-web-acl-logging-configuration/index.js';
import { Wafv2WebAcl, type Wafv2WebAclRule } from '@cdktn/provider-aws/lib/wafv2-web-acl/index.js';
import type { Environment, Region } from '../../../environments/environment.ts';
import { names } from '../../names.ts';
import { resourcePolicy } from '../../resource-policy.ts';
import type { Heading } from '../../state.ts';

export type FirewallGiven = {
  readonly environment: Environment;
  readonly region: Region;
  readonly keys: { readonly logs: { readonly arn: string } };
};

/**
 * Requests from one address in five minutes. A source that uses all of a key's 1,000 leads a second, each in a
 * request of its own, makes 300,000 and stays below; a flood from one address does not.
 */
const mostRequests = 400_000;

/** A problem document, like every other refusal of the API. */
const tooMany = {
  key: 'too-many-requests',
  contentType: 'APPLICATION_JSON',
  content: JSON.stringify({
    type: 'about:blank',
    title: 'Too many requests',
    status: 429,
    code: 'rate_limited',
    detail: 'Your address sent too many requests. Wait for a minute, or send leads in one import.',
  }),
};

/** A list of rules that AWS keeps up to date, and those of them that are only counted. */
type ManagedGroup = { readonly name: string; readonly counted: readonly string[] };

/** https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-list.html */
const managedGroups: readonly ManagedGroup[] = [
  { name: 'AWSManagedRulesAmazonIpReputationList', counted: [] },
  // Who hides behind an anonymiser stays out; sources run their servers at hosting providers.
  { name: 'AWSManagedRulesAnonymousIpList', counted: ['HostingProviderIPList'] },
  { name: 'AWSManagedRulesKnownBadInputsRuleSet', counted: [] },
  {
    name: 'AWSManagedRulesCommonRuleSet',
    // Imports are larger than 8 KiB, partners' programs often name no agent, and what people wrote in a lead is
    // data: the service checks its shape and the console shows it as text.
    counted: ['SizeRestrictions_BODY', 'NoUserAgent_HEADER', 'CrossSiteScripting_BODY'],
  },
  { name: 'AWSManagedRulesSQLiRuleSet', counted: [] },
];

/**
 * The firewall before the load balancer; returns its ARN. Costs about 10 USD a month, and 0.60 a million requests.
 */
export function firewall(heading: Heading, { environment, region, keys }: FirewallGiven): string {
  const acl = new Wafv2WebAcl(heading, 'firewall', {
    name: names.firewall,
    description: 'Before the load balancer',
    scope: 'REGIONAL',
    defaultAction: { allow: {} },
    customResponseBody: [tooMany],
    rule: [rateRule(), ...managedGroups.map((group, index) => managedRule(group, index + 1))],
    visibilityConfig: visibility(names.firewall),
  });
  const logGroup = new CloudwatchLogGroup(heading, 'firewall-logs', {
    name: names.firewallLogGroup,
    retentionInDays: 365,
    kmsKeyId: keys.logs.arn,
  });
  const delivery = new CloudwatchLogResourcePolicy(heading, 'firewall-logs-policy', {
    policyName: names.firewallLogGroup,
    policyDocument: deliveryPolicy(environment.accountId, region, logGroup.arn),
  });
  new Wafv2WebAclLoggingConfiguration(heading, 'firewall-logging', {
    resourceArn: acl.arn,
    logDestinationConfigs: [logGroup.arn],
    // Whoever reads the log could otherwise call as whoever is in it.
    redactedFields: ['authorization', 'cookie', 'x-csrf-token'].map((name) => ({ singleHeader: { name } })),
    dependsOn: [delivery],
  });
  return acl.arn;
}

function rateRule(): Wafv2WebAclRule {
  return {
    name: 'requests-per-address',
    priority: 0,
    action: {
      block: {
        customResponse: {
          responseCode: 429,
          customResponseBodyKey: tooMany.key,
          responseHeader: [{ name: 'Retry-After', value: '60' }],
        },
      },
    },
    // Statements hold one another, so that the bindings leave their names as Terraform has them.
    statement: { rate_based_statement: { limit: mostRequests, aggregate_key_type: 'IP' } },
    visibilityConfig: visibility('requests-per-address'),
  };
}

function managedRule({ name, counted }: ManagedGroup, priority: number): Wafv2WebAclRule {
  return {
    name,
    priority,
    overrideAction: { none: {} },
    statement: {
      managed_rule_group_statement: {
        name,
        vendor_name: 'AWS',
        ...(counted.length > 0 && {
          rule_action_override: counted.map((rule) => ({ name: rule, action_to_use: { count: {} } })),
        }),
      },
    },
    visibilityConfig: visibility(name),
  };
}

/** Sampled requests show headers as they came, tokens included; the log does not. */
function visibility(metricName: string) {
  return { metricName, cloudwatchMetricsEnabled: true, sampledRequestsEnabled: false };
}

function deliveryPolicy(accountId: string, region: string, logGroupArn: string): string {
  return resourcePolicy([
    {
      sid: 'DeliverFirewallLogs',
      principal: { services: ['delivery.logs.amazonaws.com'] },
      actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      resources: [`${logGroupArn}:*`],
      conditions: {
        StringEquals: { 'aws:SourceAccount': accountId },
        ArnLike: { 'aws:SourceArn': `arn:aws:logs:${region}:${accountId}:*` },
      },
    },
  ]);
}
