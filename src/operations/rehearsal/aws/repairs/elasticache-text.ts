import type { Repair } from '../repair-proxy.ts';

/** The emulator writes access strings into its XML as they are, ampersands included. */
export function elastiCacheTextRepairs(): readonly Repair[] {
  return [
    {
      service: 'elasticache',
      operation: /^(Create|Modify|Delete|Describe)Users?$/,
      async answer(call, ask) {
        const answer = await ask(call);
        const text = answer.body.toString('utf8').replaceAll(/&(?!\w+;|#)/g, '&amp;');
        return { ...answer, body: Buffer.from(text) };
      },
    },
  ];
}
