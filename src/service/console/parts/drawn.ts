import { h, type ComponentChildren } from 'preact';
import { html } from 'htm/preact';
import type { Resource } from '../resource.ts';
import { Freshness } from './freshness.ts';
import { LoadError } from './load-error.ts';

type Looks<T> = {
  readonly skeleton: ComponentChildren;
  readonly ready: (value: T) => ComponentChildren;
  /** A part of a page says how fresh it is only when something is wrong with that. */
  readonly part?: boolean;
};

/** Draws something asked for in whichever state it is. */
export function drawn<T>(resource: Resource<T>, looks: Looks<T>): ComponentChildren {
  const state = resource.state.value;
  switch (state.is) {
    case 'loading':
      return looks.skeleton;
    case 'failed':
      return h(LoadError, { problem: state.problem, onRetry: () => void resource.reload() });
    case 'ready':
      return html`${looks.part === true && state.trouble === null ? null : h(Freshness, { at: state.at, trouble: state.trouble })}
      ${looks.ready(state.value)}`;
  }
}
