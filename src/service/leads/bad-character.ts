import type { Fault } from './fault.ts';

/** U+0000 and halves of surrogate pairs, as JSON writes them: PostgreSQL cannot keep them. */
const escaped = /(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f][0-9a-f]{2})/i;

/** Whether a text that `JSON.stringify` wrote holds a character that cannot be kept. */
export function holdsBadCharacter(json: string): boolean {
  return escaped.test(json);
}

export const badCharacterFault: Fault = {
  path: '',
  code: 'bad_character',
  detail: 'a text holds U+0000 or half of a surrogate pair, which cannot be kept',
};
