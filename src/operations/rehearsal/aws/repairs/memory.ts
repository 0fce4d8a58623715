import { formOf, type AwsAnswer, type AwsCall } from '../aws-call.ts';
import type { Repair } from '../repair-proxy.ts';
import { readJson, withJson } from './answers.ts';

type Json = Readonly<Record<string, unknown>>;

/** What an emulator forgets of things that it tells of in JSON. */
export type ForgottenJson = {
  readonly service: string;
  /** The calls that say what a thing is, by operation. */
  readonly told: RegExp;
  /** What the thing is called, from what was sent and what was answered. */
  readonly key: (sent: Json, answered: Json) => unknown;
  /** The field by which it is called wherever it is shown. */
  readonly shownKey: string;
  /** What to remember, as fields to be shown: from what was sent. */
  readonly remember: (sent: Json) => Json;
};

/** Shows of a thing what was once sent of it, wherever it is shown. */
export function jsonMemory({ service, told, key, shownKey, remember }: ForgottenJson): Repair {
  const memory = new Map<string, Json>();
  const shown = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(shown);
    if (typeof value !== 'object' || value === null) return value;
    const inner = Object.fromEntries(Object.entries(value).map(([name, each]) => [name, shown(each)]));
    const known = memory.get(String(inner[shownKey]));
    return known === undefined ? inner : { ...inner, ...known };
  };
  return {
    service,
    operation: /./,
    async answer(call, ask) {
      const answer = await ask(call);
      if (answer.status !== 200 || !isJson(answer)) return answer;
      const answered = readJson(answer);
      if (told.test(call.operation)) {
        const sent = readJson(call);
        const name = String(key(sent, answered));
        memory.set(name, { ...memory.get(name), ...defined(remember(sent)) });
      }
      return memory.size === 0 ? answer : withJson(answer, shown(answered) as object);
    },
  };
}

/** What an emulator forgets of things that it tells of in XML. */
export type ForgottenXml = {
  readonly service: string;
  readonly told: RegExp;
  /** The parameter, and the element, by which the thing is called. */
  readonly key: string;
  /** Elements to be shown, by the parameters that were sent. */
  readonly elements: Readonly<Record<string, string>>;
};

/** Puts elements beside the one that names the thing; the emulator must show none of them itself. */
export function xmlMemory({ service, told, key, elements }: ForgottenXml): Repair {
  const memory = new Map<string, string>();
  return {
    service,
    operation: /./,
    async answer(call, ask) {
      if (told.test(call.operation)) remember(call);
      const answer = await ask(call);
      if (memory.size === 0) return answer;
      const text = [...memory].reduce(
        (text, [name, shown]) =>
          text.replaceAll(`<${key}>${name}</${key}>`, `<${key}>${name}</${key}>${shown}`),
        answer.body.toString('utf8'),
      );
      return { ...answer, body: Buffer.from(text) };
    },
  };

  function remember(call: AwsCall): void {
    const form = formOf(call);
    const name = form.get(key);
    if (name === null) return;
    const shown = Object.entries(elements).flatMap(([parameter, element]) => {
      const value = form.get(parameter);
      return value === null ? [] : [`<${element}>${value}</${element}>`];
    });
    if (shown.length > 0) memory.set(name, shown.join(''));
  }
}

function isJson({ headers, body }: AwsAnswer): boolean {
  return body.length > 0 && String(headers['content-type'] ?? '').includes('json');
}

function defined(fields: Json): Json {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
