import { html } from 'htm/preact';
import { place } from '../location.ts';
import { changedQuery } from '../route.ts';

type Props = {
  /** What is chosen: «Verdict». */
  readonly name: string;
  /** The value in the query that the choice changes. */
  readonly field: string;
  readonly chosen: string;
  readonly options: readonly { readonly value: string; readonly text: string }[];
  /** The value that needs no word in the address. */
  readonly usual: string;
};

/** A few choices side by side. Each is a link, so a choice has an address. */
export function Choices({ name, field, chosen, options, usual }: Props) {
  const { path, search } = place.value;
  return html`<nav class="choices" aria-label=${name}>
    ${options.map(({ value, text }) => {
      const href = path + changedQuery(search, { [field]: value === usual ? null : value });
      return html`<a key=${value} href=${href} data-filter aria-current=${value === chosen ? 'true' : null}
        >${text}</a
      >`;
    })}
  </nav>`;
}

/** The choice that an address names; the usual one where it names none that there is. */
export const chosenOf = <K extends string, U extends K | null>(
  table: Readonly<Record<K, unknown>>,
  value: string | null,
  usual: U,
): K | U => (value !== null && Object.hasOwn(table, value) ? (value as K) : usual);
