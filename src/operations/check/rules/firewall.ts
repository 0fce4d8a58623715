import { blocks, declared, placeOf, references } from '../../declaration.ts';
import type { Rule } from '../rule.ts';

const guarded: Rule = {
  id: 'edge-behind-firewall',
  says: 'Every load balancer that faces the internet stands behind a firewall.',
  mend: 'Associate the web ACL with the load balancer.',
  find: (platform) => {
    const protectedOnes = new Set(
      declared(platform, 'aws_wafv2_web_acl_association').flatMap(({ state, attributes }) =>
        references(attributes['resource_arn']).map((address) => `${state}/${address}`),
      ),
    );
    return declared(platform, 'aws_lb')
      .filter(({ attributes }) => attributes['internal'] !== true)
      .filter(({ state, address }) => !protectedOnes.has(`${state}/${address}`))
      .map((balancer) => ({ where: placeOf(balancer), seen: 'no web ACL is associated with it' }));
  },
};

const limited: Rule = {
  id: 'firewall-limits-rates',
  says: 'The firewall limits the requests of each address, and blocks what is known to be bad.',
  mend: 'Give the web ACL a rate-based rule and AWSManagedRulesKnownBadInputsRuleSet.',
  find: (platform) =>
    declared(platform, 'aws_wafv2_web_acl').flatMap((acl) => {
      // Rules may come as blocks or as one JSON text, in either spelling.
      const text = JSON.stringify(acl.attributes);
      return [
        ...(/rate_?based_?statement/i.test(text) ? [] : ['has no rate-based rule']),
        ...(text.includes('AWSManagedRulesKnownBadInputsRuleSet')
          ? []
          : ['lacks the rules for known bad inputs']),
        ...blocks(acl.attributes, 'rule')
          .filter((rule) => blocks(rule, 'override_action').some((action) => action['count'] !== undefined))
          .map(({ name }) => `only counts what ${String(name)} would block`),
      ].map((seen) => ({ where: placeOf(acl), seen }));
    }),
};

export const firewallRules: readonly Rule[] = [guarded, limited];
