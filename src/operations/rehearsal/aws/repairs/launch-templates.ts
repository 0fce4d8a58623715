import type { Repair } from '../repair-proxy.ts';

/** moto counts the tags of a template itself among those that it gives to instances. */
export function launchTemplateRepairs(): readonly Repair[] {
  const own = /<item>\s*<resourceType>launch-template<\/resourceType>\s*<tagSet>[^]*?<\/tagSet>\s*<\/item>/g;
  return [
    {
      service: 'ec2',
      operation: 'DescribeLaunchTemplateVersions',
      async answer(call, ask) {
        const answer = await ask(call);
        return { ...answer, body: Buffer.from(answer.body.toString('utf8').replaceAll(own, '')) };
      },
    },
  ];
}
