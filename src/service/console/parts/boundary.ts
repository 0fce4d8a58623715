import { Component, h, type ComponentChildren } from 'preact';
import { asProblem, type ApiProblem } from '../api-problem.ts';
import { ErrorPanel } from './error-panel.ts';

type Props = { readonly children?: ComponentChildren };
type State = { readonly problem: ApiProblem | null };

/** Keeps a fault in one page from taking the others with it: the way to them stays. */
export class Boundary extends Component<Props, State> {
  override state: State = { problem: null };

  static override getDerivedStateFromError(error: unknown): State {
    return { problem: asProblem(error) };
  }

  override render({ children }: Props, { problem }: State) {
    if (problem === null) return children;
    return h(ErrorPanel, { problem, onRetry: () => this.setState({ problem: null }) });
  }
}
