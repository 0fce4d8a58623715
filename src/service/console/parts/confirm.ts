import { h, type ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { html } from 'htm/preact';
import { asProblem, type ApiProblem } from '../api-problem.ts';
import { Button } from './button.ts';
import { Dialog } from './dialog.ts';
import { ErrorPanel } from './error-panel.ts';

type Props = {
  /** A question that names the thing. */
  readonly question: string;
  /** What it does, and whether it can be undone. */
  readonly children?: ComponentChildren;
  /** The act in words, naming the thing again. */
  readonly act: string;
  readonly onAct: () => Promise<void>;
  readonly onClose: () => void;
};

/** Asks before something is done that takes away. */
export function Confirm({ question, children, act, onAct, onClose }: Props) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const run = async () => {
    setBusy(true);
    setProblem(null);
    try {
      await onAct();
      onClose();
    } catch (error) {
      setProblem(asProblem(error));
      setBusy(false);
    }
  };
  return h(
    Dialog,
    { title: question, onClose },
    html`${children} ${problem === null ? null : h(ErrorPanel, { problem })}
      <div class="actions dialog-actions">
        ${h(Button, { onPress: onClose }, 'Cancel')}
        ${h(Button, { tone: 'danger', busy, onPress: () => void run() }, act)}
      </div>`,
  );
}
