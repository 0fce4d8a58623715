import { html } from 'htm/preact';
import { clock, day, exactUtc, moment } from '../format.ts';

type Props = {
  readonly at: string;
  /** Day, year and clock, where one reads it later or quotes it. */
  readonly whole?: boolean;
};

/** A time in the viewer's zone, with the exact UTC in its title. */
export function Moment({ at, whole = false }: Props) {
  const text = whole ? `${day(at)}, ${clock(at)}` : moment(at, new Date());
  return html`<time dateTime=${at} title=${exactUtc(at)}>${text}</time>`;
}
