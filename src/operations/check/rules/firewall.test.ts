import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { breaches, places, plantedPlatform } from '../test-platform.ts';
import { firewallRules } from './firewall.ts';

const [guarded, limited] = firewallRules;
assert.ok(guarded && limited);

describe('edge-behind-firewall', () => {
  it('finds a load balancer that stands alone, and leaves internal ones', () => {
    const platform = plantedPlatform({
      'aws_lb.a': {},
      'aws_lb.b': {},
      'aws_lb.c': { internal: true },
      'aws_wafv2_web_acl_association.w': { resource_arn: '${aws_lb.a.arn}' },
    });
    assert.deepEqual(places(guarded, platform), ['aws_lb.b']);
  });
});

describe('firewall-limits-rates', () => {
  it('says what the firewall lacks', () => {
    const rule = {
      name: 'bad-inputs',
      statement: { managed_rule_group_statement: { name: 'AWSManagedRulesKnownBadInputsRuleSet' } },
    };
    assert.deepEqual(
      breaches(
        limited,
        plantedPlatform({ 'aws_wafv2_web_acl.w': { rule: [{ ...rule, override_action: { count: {} } }] } }),
      ).map(({ seen }) => seen),
      ['has no rate-based rule', 'only counts what bad-inputs would block'],
    );
  });
});
