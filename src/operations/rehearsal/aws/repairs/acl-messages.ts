import { formOf } from '../aws-call.ts';
import type { Repair } from '../repair-proxy.ts';
import { textIn } from './answers.ts';

const service = 'ec2';

/** The entries of a list, and the id of the list, which stands behind them. */
const shownEntries = /<entrySet>(.*?)<\/entrySet>(?:(?!<entrySet).)*?<networkAclId>([^<]+)</gs;
const shownEntry = /<item>((?:(?!<\/item>).)*)<\/item>/gs;

/** moto forgets which message of ICMP an entry of a network list is about. */
export function aclMessageRepairs(): readonly Repair[] {
  const messages = new Map<string, string>();
  return [
    {
      service,
      operation: /^(Create|Replace)NetworkAclEntry$/,
      answer(call, ask) {
        const form = formOf(call);
        const [list, egress, rule, type, code] = [
          'NetworkAclId',
          'Egress',
          'RuleNumber',
          'Icmp.Type',
          'Icmp.Code',
        ].map((name) => form.get(name));
        const entry = [list, egress, rule].join(' ');
        if (type && code) messages.set(entry, `<code>${code}</code><type>${type}</type>`);
        else messages.delete(entry);
        return ask(call);
      },
    },
    {
      service,
      operation: 'DescribeNetworkAcls',
      async answer(call, ask) {
        const answer = await ask(call);
        const text = answer.body.toString('utf8').replaceAll(shownEntries, (shown, entries: string, list) =>
          shown.replace(
            entries,
            entries.replaceAll(shownEntry, (item, inner: string) => {
              const message = messages.get(
                [list, textIn(inner, 'egress'), textIn(inner, 'ruleNumber')].join(' '),
              );
              const isThere = message === undefined || inner.includes('<icmpTypeCode>');
              return isThere ? item : `<item>${inner}<icmpTypeCode>${message}</icmpTypeCode></item>`;
            }),
          ),
        );
        return { ...answer, body: Buffer.from(text) };
      },
    },
  ];
}
