import {
  metrics,
  processes,
  variables,
  type Metric,
  type Process,
  type Variable,
} from '../../service/contract.ts';

/** As much of contract.ts as rules go through, so that a test can add to it what nobody has written yet. */
export type Contract = {
  readonly processes: Readonly<Record<string, Process>>;
  readonly variables: Readonly<
    Record<string, Omit<Variable, 'processes'> & { readonly processes: readonly string[] }>
  >;
  readonly metrics: Readonly<Record<string, Metric>>;
};

export const contract: Contract = { processes, variables, metrics };
