import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { production } from '../../../environments/production.ts';
import { resourcesOf } from '../../document.ts';
import { State } from '../../state.ts';
import { groupRules, groupUses } from './group-rules.ts';
import { networkSecurity } from './network-security.ts';

const state = new State(production, 'platform', production.region);
const { groups } = networkSecurity(state.heading('network-security'), {
  environment: production,
  region: production.region,
  clusterName: 'midcoast-cluster',
  network: {
    name: 'midcoast-vpc',
    vpcId: 'vpc',
    cidr: '10.0.0.0/16',
    privateSubnetIds: ['private'],
    publicSubnetIds: ['public'],
  },
  keys: { logs: { arn: 'key-of-logs' } },
});
const resources = resourcesOf(state);
const all = (type: string) =>
  resources.filter((each) => each.type === type).map(({ attributes }) => attributes);
const only = (type: string) => {
  const [found] = all(type);
  assert.ok(found, type);
  return found;
};
/** As documents name the id of a group. */
const idOf = (use: string) => `\${aws_security_group.network_security_${use}_group.id}`;

describe('the groups', () => {
  const inward = all('aws_vpc_security_group_ingress_rule');
  const outward = all('aws_vpc_security_group_egress_rule');

  it('have one door to the internet: 443 at the edge', () => {
    const open = inward.filter((rule) => rule['referenced_security_group_id'] === undefined);
    assert.deepEqual(
      open.map((rule) => [rule['security_group_id'], rule['from_port'], rule['to_port'], rule['cidr_ipv4']]),
      [[idOf('edge'), 443, 443, '0.0.0.0/0']],
    );
  });

  it('let out to the internet only the nodes and the runner, and only by HTTPS', () => {
    const open = outward.filter((rule) => rule['referenced_security_group_id'] === undefined);
    assert.deepEqual(open.map((rule) => String(rule['security_group_id'])).toSorted(), [
      idOf('nodes'),
      idOf('runner'),
    ]);
    assert.ok(open.every((rule) => rule['from_port'] === 443 && rule['to_port'] === 443));
  });

  it('are the guide’s at midcoast-app: 443 from the load balancer and from nobody else', () => {
    const [group] = all('aws_security_group').filter((each) => each['name'] === 'midcoast-app');
    assert.equal(group?.['vpc_id'], 'vpc');
    const https = inward.filter(
      (rule) => rule['security_group_id'] === idOf('nodes') && rule['from_port'] === 443,
    );
    assert.deepEqual(
      https.map((rule) => rule['referenced_security_group_id']),
      [idOf('edge')],
    );
  });

  it('reach the stores from the nodes alone', () => {
    for (const store of ['database', 'cache', 'queue'] as const) {
      const from = groupRules.filter(({ to }) => to === store).map((rule) => rule.from);
      assert.deepEqual([...new Set(from)], ['nodes'], store);
      assert.ok(
        groupRules.every((rule) => rule.from !== store),
        `${store} opens nothing by itself`,
      );
    }
  });

  it('give each rule its other half, so that no connection is let out and not in', () => {
    const inner = groupRules.filter(({ from, to }) => from !== 'internet' && to !== 'internet');
    assert.equal(inward.length, inner.length + 1);
    assert.equal(outward.length, inner.length + 2);
  });

  it('are made for every party, with a reason at every rule that AWS accepts as a description', () => {
    assert.deepEqual(Object.keys(groups), Object.keys(groupUses));
    const accepted = /^[a-zA-Z0-9. _\-:/()#,@[\]+=&;{}!$*]{1,255}$/;
    for (const { why } of groupRules) assert.match(why, accepted);
    for (const { description } of Object.values(groupUses)) assert.match(description, accepted);
  });
});

type AclEntry = {
  readonly rule_no: number;
  readonly protocol: string;
  readonly icmp_type: number;
  readonly icmp_code: number;
  readonly cidr_block: string;
  readonly from_port: number;
  readonly to_port: number;
};

describe('the network lists', () => {
  const lists = all('aws_network_acl');
  const fromAnywhere = (list: Readonly<Record<string, unknown>>) =>
    (list['ingress'] as AclEntry[])
      .filter((entry) => entry.cidr_block === '0.0.0.0/0' && entry.protocol !== 'icmp')
      .map((entry) => [entry.from_port, entry.to_port]);

  it('belong to the subnets, a list for private and a list for public ones', () => {
    assert.deepEqual(
      lists.map((list) => list['subnet_ids']),
      [['private'], ['public']],
    );
  });

  it('take from outside only HTTPS and answers, and into private subnets answers alone', () => {
    assert.deepEqual(lists.map(fromAnywhere), [
      [[32768, 60999]],
      [
        [443, 443],
        [1024, 3388],
        [3390, 65535],
      ],
    ]);
  });

  it('let through that a packet was too large, both ways, and nothing else of ICMP', () => {
    for (const entries of lists.flatMap((list) => [list['ingress'], list['egress']] as AclEntry[][])) {
      const told = entries.filter(({ protocol }) => protocol === 'icmp');
      assert.deepEqual(
        told.map((entry) => [entry.icmp_type, entry.icmp_code, entry.cidr_block]),
        [[3, 4, '0.0.0.0/0']],
      );
    }
  });

  it('give no number twice in one list and direction', () => {
    for (const entries of lists.flatMap((list) => [list['ingress'], list['egress']] as AclEntry[][])) {
      assert.equal(new Set(entries.map((entry) => entry.rule_no)).size, entries.length);
    }
  });
});

type WebRule = {
  readonly name: string;
  readonly action?: object;
  readonly statement: {
    readonly managed_rule_group_statement?: {
      readonly rule_action_override?: readonly { readonly name: string }[];
    };
  };
};

describe('the firewall', () => {
  const rules = only('aws_wafv2_web_acl')['rule'] as readonly WebRule[];

  it('holds the lists of AWS against bad and hidden addresses, known attacks, and SQL in requests', () => {
    assert.deepEqual(
      rules.map(({ name }) => name),
      [
        'requests-per-address',
        'AWSManagedRulesAmazonIpReputationList',
        'AWSManagedRulesAnonymousIpList',
        'AWSManagedRulesKnownBadInputsRuleSet',
        'AWSManagedRulesCommonRuleSet',
        'AWSManagedRulesSQLiRuleSet',
      ],
    );
  });

  it('lets servers, imports and the words of a lead through, and only counts them', () => {
    const counted = rules.flatMap(
      ({ statement }) => statement.managed_rule_group_statement?.rule_action_override ?? [],
    );
    assert.deepEqual(
      counted.map(({ name }) => name),
      ['HostingProviderIPList', 'SizeRestrictions_BODY', 'NoUserAgent_HEADER', 'CrossSiteScripting_BODY'],
    );
  });

  it('answers a flood with 429 and when to come again, in the form of every other refusal', () => {
    assert.match(JSON.stringify(rules[0]?.action), /"response_code":429.*Retry-After/);
    const [body] = only('aws_wafv2_web_acl')['custom_response_body'] as { content: string }[];
    const { code, status } = JSON.parse(body?.content ?? '') as { code: string; status: number };
    assert.deepEqual([code, status], ['rate_limited', 429]);
  });

  it('logs without what lets a reader in', () => {
    const { redacted_fields: redacted } = only('aws_wafv2_web_acl_logging_configuration');
    assert.deepEqual(
      (redacted as { single_header: { name: string } }[]).map((field) => field.single_header.name),
      ['authorization', 'cookie', 'x-csrf-token'],
    );
    assert.doesNotMatch(JSON.stringify(rules), /"sampled_requests_enabled":true/);
  });
});
