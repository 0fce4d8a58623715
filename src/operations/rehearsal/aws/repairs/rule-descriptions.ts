import { formOf } from '../aws-call.ts';
import type { Repair } from '../repair-proxy.ts';

const service = 'ec2';
const descriptionName = /^IpPermissions\.1\.\w+\.1\.Description$/;

/** moto forgets the descriptions of rules that are made one at a time, as the provider makes them. */
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
        const text = answer.body
          .toString('utf8')
          .replaceAll(/<securityGroupRuleId>([^<]+)<\/securityGroupRuleId>/g, (element, rule: string) => {
            const description = descriptions.get(rule);
            return description === undefined
              ? element
              : `${element}<description>${description}</description>`;
          });
        return { ...answer, body: Buffer.from(text) };
      },
    },
  ];
}
