import type { Repair } from '../repair-proxy.ts';
import { jsonAnswer, notFound, readJson } from './answers.ts';

/** A kind of document that a service keeps below a path of its own and that the emulator knows nothing of. */
export type ShelvedDocument = {
  readonly service: string;
  /** Of the path, with the document's key as its first group. */
  readonly path: RegExp;
  /** What PUT and GET answer, made of what was sent last. */
  readonly shown: (sent: Record<string, unknown>, key: string) => object;
};

/** Keeps documents for the emulator: what was put is given back, until it is deleted. */
export function shelfRepair({ service, path, shown }: ShelvedDocument): Repair {
  const documents = new Map<string, Record<string, unknown>>();
  return {
    service,
    operation: new RegExp(`^(?:GET|PUT|DELETE) ${path.source}$`),
    async answer(call) {
      const key = path.exec(call.operation)?.[1] ?? '';
      // Two regions may have a thing of one name.
      const place = `${call.region} ${key}`;
      if (call.method === 'PUT') documents.set(place, { ...documents.get(place), ...readJson(call) });
      const document = documents.get(place);
      if (document === undefined) return notFound(`there is no ${key}`);
      if (call.method === 'DELETE') documents.delete(place);
      return call.method === 'DELETE' ? jsonAnswer({}) : jsonAnswer(shown(document, key));
    },
  };
}
