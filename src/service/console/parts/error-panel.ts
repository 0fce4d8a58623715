import { h, type ComponentChildren } from 'preact';
import { html } from 'htm/preact';
import { adviceOn, mayHeal, type ApiProblem } from '../api-problem.ts';
import { Button } from './button.ts';
import { Copyable } from './copyable.ts';
import { Icon } from './icon.ts';

type Props = {
  readonly problem: ApiProblem;
  /** Offered where trying again may help. */
  readonly onRetry?: () => void;
  /** In place of the problem's own title, where it can be said of what. */
  readonly heading?: string;
  /** What else can be done. */
  readonly children?: ComponentChildren;
};

/** What went wrong, why, what to do, and the id to quote. */
export function ErrorPanel({ problem, onRetry, heading, children }: Props) {
  const { title, detail, code, status, requestId } = problem;
  // A fault of the whole is told by the detail already.
  const faults = problem.faults.filter((fault) => fault.path !== '' || fault.detail !== detail);
  return html`<section class="state state-bad" role="alert">
    ${h(Icon, { name: 'bad' })}
    <div class="state-words">
      <h2>${heading ?? title}</h2>
      <p>${detail}</p>
      ${
        faults.length === 0
          ? null
          : html`<ul>
              ${faults.map((fault) => html`<li><code>${fault.path}</code> ${fault.detail}</li>`)}
            </ul>`
      }
      <p>${adviceOn(problem)}</p>
      <div class="actions">
        ${onRetry === undefined || !mayHeal(problem) ? null : h(Button, { tone: 'primary', onPress: onRetry }, 'Try again')}
        ${children}
      </div>
      <p class="small muted">
        ${status === 0 ? null : html`Status ${status}, `}code <code>${code}</code>
        ${requestId === null ? null : html`, request ${h(Copyable, { text: requestId, what: 'request id' })}`}
      </p>
    </div>
  </section>`;
}
