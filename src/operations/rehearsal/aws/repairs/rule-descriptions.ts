import { formOf } from '../aws-call.ts';
import type { Repair } from '../repair-proxy.ts';

const service = 'ec2';
const descriptionName = /^IpPermissions\.1\.\w+\.1\.Description$/;

/** One rule of an answer, its id first. */
const shownRule = /<securityGroupRuleId>([^<]+)<\/securityGroupRuleId>(?:(?!<securityGroupRuleId>).)*/gs;

/** moto keeps the description of a rule for an address, and forgets that of a rule for another group. */
export function ruleDescriptionRepairs(): readonly Repair[] {
  const descriptions = new Map<string, string>();
  return [
    {
      service,
      operation: /^AuthorizeSecurityGroup(Ingress|Egress)$/,
      async answer(call, ask) {
        const answer = await ask(call);
        const description = [...formOf(call)].find(([name]) => descriptionName.test(name))?.[1];
        const rule = /<securityGroupRuleId>([^<]+)</.exec(answer.body.toString('utf8'))?.[1];
        if (description !== undefined && rule !== undefined) descriptions.set(rule, description);
        return answer;
      },
    },
    {
      service,
      operation: 'DescribeSecurityGroupRules',
      async answer(call, ask) {
        const answer = await ask(call);
        const text = answer.body.toString('utf8').replaceAll(shownRule, (shown, rule: string) => {
          const description = descriptions.get(rule);
          if (description === undefined || shown.includes('<description>')) return shown;
          const id = `${rule}</securityGroupRuleId>`;
          return shown.replace(id, `${id}<description>${description}</description>`);
        });
        return { ...answer, body: Buffer.from(text) };
      },
    },
  ];
}
