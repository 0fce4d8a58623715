import { h, type ComponentChildren } from 'preact';
import { html } from 'htm/preact';
import { Icon, type IconName } from './icon.ts';

export type ButtonProps = {
  readonly children?: ComponentChildren;
  readonly onPress?: () => void;
  readonly tone?: 'primary' | 'plain' | 'danger' | 'bare';
  readonly icon?: IconName;
  /** Why this person may not press it. It stays visible and can be reached, so that the reason can be read. */
  readonly refusal?: string | null;
  readonly busy?: boolean;
  readonly submits?: boolean;
  /** What it is called where its words alone do not say it, as in a row. */
  readonly name?: string;
  readonly keys?: string;
};

/** A button that is never hidden: what may not be pressed says why. */
export function Button(props: ButtonProps) {
  const {
    children,
    onPress,
    tone = 'plain',
    icon,
    refusal = null,
    busy = false,
    submits = false,
    name,
    keys,
  } = props;
  const off = refusal !== null || busy;
  const press = (event: Event) => {
    if (off) event.preventDefault();
    else onPress?.();
  };
  const label = name ?? null;
  return html`<button
    type=${submits ? 'submit' : 'button'}
    class="button button-${tone}"
    aria-disabled=${off ? 'true' : null}
    aria-busy=${busy ? 'true' : null}
    aria-label=${refusal !== null && label !== null ? `${label}. ${refusal}` : label}
    aria-description=${refusal !== null && label === null ? refusal : null}
    aria-keyshortcuts=${keys ?? null}
    onClick=${press}
    ...${refusal === null ? {} : { title: refusal }}
  >
    ${icon === undefined ? null : h(Icon, { name: icon })}<span>${children}</span>
  </button>`;
}
