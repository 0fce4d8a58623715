/**
 * Where a character stands next in a text. Remembers its last answer, so that a text is searched once for
 * each character, however often and from how many places it is asked.
 */
export class TextSearch {
  readonly #character: string;
  #text = '';
  #from = 0;
  #found = 0;

  constructor(character: string) {
    this.#character = character;
  }

  /** Begins with another text. */
  reset(text: string): void {
    this.#text = text;
    this.#from = 1;
    this.#found = 0;
  }

  /** The first place at or after `from`; the text's length where there is none. */
  next(from: number): number {
    if (from >= this.#from && from <= this.#found) return this.#found;
    const found = this.#text.indexOf(this.#character, from);
    this.#from = from;
    this.#found = found === -1 ? this.#text.length : found;
    return this.#found;
  }
}
