import { formOf } from '../aws-call.ts';
import type { Ask, Repair } from '../repair-proxy.ts';

const service = 'elasticache';

/**
 * The emulator writes access strings into its XML as they are, ampersands included, and shows the parameters that
 * nobody set among those that somebody set. It does not tell which key encrypts a group: `second` holds each group too,
 * and is asked for that.
 */
export function elastiCacheRepairs(second: Ask): readonly Repair[] {
  const iamUsers = new Set<string>();
  return [
    {
      service,
      operation: /^(Create|Modify|Delete|Describe)Users?$/,
      async answer(call, ask) {
        const form = formOf(call);
        if (form.get('AuthenticationMode.Type') === 'iam') iamUsers.add(form.get('UserId') ?? '');
        const answer = await ask(call);
        const escaped = answer.body.toString('utf8').replaceAll(/&(?!\w+;|#)/g, '&amp;');
        const text = [...iamUsers].reduce((text, user) => text.replaceAll(typeOf(user), '$1iam'), escaped);
        return { ...answer, body: Buffer.from(text) };
      },
    },
    {
      service,
      operation: /^(Create|Delete)ReplicationGroup$/,
      async answer(call, ask) {
        await second(call);
        return ask(call);
      },
    },
    ...nodeUpgradeRepairs(),
    {
      service,
      operation: 'DescribeCacheParameters',
      async answer(call, ask) {
        const answer = await ask(call);
        const source = formOf(call).get('Source');
        if (source === null) return answer;
        const text = answer.body
          .toString('utf8')
          .replaceAll(/<Parameter>.*?<\/Parameter>/gs, (one) =>
            one.includes(`<Source>${source}</Source>`) ? one : '',
          );
        return { ...answer, body: Buffer.from(text) };
      },
    },
  ];
}

/** The emulator says of a group whether it is upgraded by itself, and not of the group's nodes. */
function nodeUpgradeRepairs(): readonly Repair[] {
  const upgrades = new Map<string, string>();
  return [
    {
      service,
      operation: 'CreateReplicationGroup',
      answer(call, ask) {
        const form = formOf(call);
        upgrades.set(form.get('ReplicationGroupId') ?? '', form.get('AutoMinorVersionUpgrade') ?? 'true');
        return ask(call);
      },
    },
    {
      service,
      operation: 'DescribeCacheClusters',
      async answer(call, ask) {
        const answer = await ask(call);
        const text = answer.body
          .toString('utf8')
          .replaceAll(/<ReplicationGroupId>([^<]+)<\/ReplicationGroupId>/g, (element, group: string) => {
            const upgrade = upgrades.get(group);
            if (upgrade === undefined) return element;
            return `${element}<AutoMinorVersionUpgrade>${upgrade}</AutoMinorVersionUpgrade>`;
          });
        return { ...answer, body: Buffer.from(text) };
      },
    },
  ];
}

/** The type of authentication within what is told of a user. */
function typeOf(user: string): RegExp {
  return new RegExp(`(<UserId>${user}</UserId>(?:(?!<UserId>)[^])*?<Type>)[^<]*`, 'g');
}
