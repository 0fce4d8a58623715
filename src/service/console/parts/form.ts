import { h, type ComponentChildren } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { html } from 'htm/preact';
import { ApiProblem, asProblem } from '../api-problem.ts';
import { Button } from './button.ts';
import { ErrorPanel } from './error-panel.ts';

/** What was wrong with the field at a place of what was sent last. */
export type FaultAt = (path: string) => string | null;

type Props = {
  /** What sending it does: «Create source». */
  readonly act: string;
  /** The fields, given what was wrong with what was sent last. */
  readonly fields: (faultAt: FaultAt) => ComponentChildren;
  readonly onSend: (values: FormData) => Promise<void>;
  readonly onCancel?: () => void;
  readonly refusal?: string | null;
};

/** A form. What the service refuses is told at the field it is about, and the first such field is focused. */
export function Form({ act, fields, onSend, onCancel, refusal = null }: Props) {
  const form = useRef<HTMLFormElement>(null);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const send = async (event: SubmitEvent) => {
    event.preventDefault();
    if (busy || refusal !== null || form.current === null) return;
    const empty = emptyFields(form.current);
    if (empty !== null) {
      setProblem(empty);
      return;
    }
    setBusy(true);
    try {
      await onSend(new FormData(form.current));
      setProblem(null);
    } catch (error) {
      setProblem(asProblem(error));
    }
    setBusy(false);
  };
  // Before it is painted: whoever goes on at once must not lose the focus in the midst of it.
  useLayoutEffect(() => {
    if (problem !== null) form.current?.querySelector<HTMLElement>('[aria-invalid], .form-problem')?.focus();
  }, [problem]);
  let placed = 0;
  const drawnFields = fields((path) => {
    const fault = problem?.faultAt(path) ?? null;
    if (fault !== null) placed += 1;
    return fault;
  });
  const told = problem !== null && placed > 0 && placed === problem.faults.length;
  return html`<form ref=${form} class="form" novalidate onSubmit=${(event: SubmitEvent) => void send(event)}>
    ${drawnFields}
    ${problem === null || told ? null : html`<div class="form-problem" tabindex="-1">${h(ErrorPanel, { problem })}</div>`}
    <div class="actions">
      ${onCancel === undefined ? null : h(Button, { onPress: onCancel }, 'Cancel')}
      ${h(Button, { tone: 'primary', submits: true, busy, refusal }, act)}
    </div>
    ${refusal === null ? null : html`<p class="small muted">${refusal}</p>`}
  </form>`;
}

/** What is needed and was left empty, told without asking the service; null where nothing was. */
function emptyFields(form: HTMLFormElement): ApiProblem | null {
  const empty = [...form.querySelectorAll<HTMLInputElement>('input[required]')].filter(
    (input) => input.value.trim() === '',
  );
  if (empty.length === 0) return null;
  const errors = empty.map(({ name }) => ({ path: `/${name}`, code: 'required', detail: 'this is needed' }));
  const detail = 'Something that is needed was left empty.';
  return new ApiProblem({ status: 422, code: 'invalid', title: 'Not sent yet', detail, errors });
}
