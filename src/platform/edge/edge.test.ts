import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Environment } from '../../environments/environment.ts';
import { production } from '../../environments/production.ts';
import { staging } from '../../environments/staging.ts';
import { documentsOf, resourcesOf, type Resource } from '../document.ts';
import { State } from '../state.ts';
import { edge } from './edge.ts';

function stateOf(environment: Environment): State {
  const state = new State(environment, 'platform', environment.region);
  edge(state.heading('edge'), {
    environment,
    network: { vpcId: 'vpc', publicSubnetIds: ['one', 'two', 'three'] },
    groups: { edge: { id: 'group' } },
    gatewayPort: 443,
    firewallArn: 'firewall',
    logs: { name: 'logs', prefix: 'edge', policy: { fqn: 'aws_s3_bucket_policy.account_logs_policy' } },
  });
  return state;
}

const state = stateOf(production);
const resources = resourcesOf(state);
const all = (type: string, among: readonly Resource[] = resources) =>
  among.filter((each) => each.type === type).map(({ attributes }) => attributes);
const only = (type: string, among = resources) => {
  const [found, ...others] = all(type, among);
  assert.ok(found && others.length === 0, type);
  return found;
};

describe('the edge', () => {
  it('listens on 443 alone, by TLS 1.2 with forward secrecy at the least', () => {
    const { port, protocol, ssl_policy: policy } = only('aws_lb_listener');
    assert.deepEqual([port, protocol], [443, 'HTTPS']);
    assert.match(String(policy), /^ELBSecurityPolicy-TLS13-1-[23]-Res/);
  });

  it('stands in every zone, behind the firewall, logs, and takes no crooked header', () => {
    const balancer = only('aws_lb');
    assert.deepEqual(balancer['subnets'], ['one', 'two', 'three']);
    assert.deepEqual(
      [balancer['drop_invalid_header_fields'], balancer['desync_mitigation_mode']],
      [true, 'strictest'],
    );
    assert.deepEqual(balancer['access_logs'], { bucket: 'logs', enabled: true, prefix: 'edge' });
    assert.equal(only('aws_wafv2_web_acl_association')['web_acl_arn'], 'firewall');
  });

  it('encrypts again on the way to the gateway, and asks whether the service is ready', () => {
    const targets = only('aws_lb_target_group');
    assert.deepEqual([targets['protocol'], targets['port'], targets['target_type']], ['HTTPS', 443, 'ip']);
    const { path, protocol } = targets['health_check'] as { path: string; protocol: string };
    assert.deepEqual([path, protocol], ['/readyz', 'HTTPS']);
  });

  it('is refused deletion where the environment protects it', () => {
    assert.equal(only('aws_lb')['enable_deletion_protection'], true);
    assert.equal(
      only('aws_lb', resourcesOf(stateOf({ ...staging, deletionProtection: false })))[
        'enable_deletion_protection'
      ],
      false,
    );
  });
});

describe('the name of the API', () => {
  it('is the guide’s, answers while the service is ready, and leaves room for the recovery region', () => {
    const [host] = all('aws_route53_record').filter(({ type }) => type === 'A');
    assert.equal(host?.['name'], 'api.midcoast.com');
    assert.deepEqual(host['failover_routing_policy'], { type: 'PRIMARY' });
    assert.match(String(host['health_check_id']), /health_check\.edge_health\.id/);
  });

  it('is checked at the load balancer, as the name itself may lead to the other region', () => {
    const { fqdn, resource_path: path } = only('aws_route53_health_check');
    assert.match(String(fqdn), /aws_lb\.edge_balancer\.dns_name/);
    assert.equal(path, '/readyz');
  });

  it('is found in a zone that exists, or gets one whose servers are printed', () => {
    assert.match(JSON.stringify(documentsOf(state)['edge']), /"aws_route53_zone":\{"edge_zone"/);
    assert.equal(all('aws_route53_zone').length, 0);
    const made = stateOf({ ...staging, hostedZone: 'create' });
    assert.equal(only('aws_route53_zone', resourcesOf(made))['name'], 'staging.midcoast.com');
    assert.match(JSON.stringify(documentsOf(made)['edge']), /"output":\{"edge_name_servers"/);
  });

  it('has a certificate of its own that is made anew before the old one goes', () => {
    const certificate = only('aws_acm_certificate');
    assert.deepEqual(
      [certificate['domain_name'], certificate['validation_method'], certificate['lifecycle']],
      ['api.midcoast.com', 'DNS', { create_before_destroy: true }],
    );
  });
});
