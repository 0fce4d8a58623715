import type { Ask, Repair } from '../repair-proxy.ts';
import { jsonAnswer, readJson } from './answers.ts';

const service = 'application-autoscaling';

/** Scalable targets have tags on AWS; the second emulator, which alone has them, forgets theirs. */
export function scalingTagRepairs(second: Ask): readonly Repair[] {
  const tags = new Map<string, Readonly<Record<string, string>>>();
  const sentTags = (sent: Record<string, unknown>) => (sent['Tags'] ?? {}) as Record<string, string>;
  const arnOf = (sent: Record<string, unknown>) => String(sent['ResourceARN']);
  return [
    {
      service,
      operation: 'RegisterScalableTarget',
      async answer(call) {
        const answer = await second(call);
        const arn = readJson(answer)['ScalableTargetARN'];
        if (typeof arn === 'string') tags.set(arn, { ...tags.get(arn), ...sentTags(readJson(call)) });
        return answer;
      },
    },
    {
      service,
      operation: 'ListTagsForResource',
      answer: async (call) => jsonAnswer({ Tags: tags.get(arnOf(readJson(call))) ?? {} }),
    },
    {
      service,
      operation: 'TagResource',
      async answer(call) {
        const sent = readJson(call);
        tags.set(arnOf(sent), { ...tags.get(arnOf(sent)), ...sentTags(sent) });
        return jsonAnswer({});
      },
    },
  ];
}
