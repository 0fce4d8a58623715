import type { Repair } from '../repair-proxy.ts';
import { jsonAnswer, readJson } from './answers.ts';

const service = 'cloudtrail';

/** MiniStack forgets the tags that a trail is made with. */
export function trailTagRepairs(): readonly Repair[] {
  const tags = new Map<string, unknown>();
  return [
    {
      service,
      operation: 'CreateTrail',
      async answer(call, ask) {
        const answer = await ask(call);
        tags.set(String(readJson(answer)['TrailARN']), readJson(call)['TagsList']);
        return answer;
      },
    },
    {
      service,
      operation: 'ListTags',
      async answer(call) {
        const { ResourceIdList = [] } = readJson(call) as { ResourceIdList?: readonly string[] };
        const ResourceTagList = ResourceIdList.map((id) => ({
          ResourceId: id,
          TagsList: tags.get(id) ?? [],
        }));
        return jsonAnswer({ ResourceTagList });
      },
    },
  ];
}
