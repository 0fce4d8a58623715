import { html } from 'htm/preact';
import { exactUtc, moment } from '../format.ts';

/** A time in the viewer's zone, with the exact UTC in its title. */
export function Moment({ at }: { readonly at: string }) {
  return html`<time dateTime=${at} title=${exactUtc(at)}>${moment(at, new Date())}</time>`;
}
