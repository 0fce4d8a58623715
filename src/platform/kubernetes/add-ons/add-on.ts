import type { AddOnName, Chart } from './chart-versions.ts';

/** A release of Helm: what is installed, where, with which values, after what. */
export type AddOn = {
  readonly name: AddOnName;
  readonly namespace: string;
  readonly chart: Chart;
  /** In the terms of the chart; only what differs from its own. */
  readonly values: object;
  /** The service account that works with AWS, by a role of `security/identity/pod-roles.ts`. */
  readonly awsAccount?: string;
  /** Add-ons that are ready before this one is installed. */
  readonly needs: readonly AddOnName[];
  /** Minutes until all that it installs is ready. */
  readonly patienceMinutes: number;
  /** The definitions of its kinds come with another add-on, which upgrades them: Helm never upgrades a chart's own. */
  readonly definitionsElsewhere?: boolean;
  /** Headings whose objects come right after it, since later add-ons wait for what they bring about. */
  readonly opens?: readonly string[];
};

/** What the file of an add-on says of it: its version stands in the table, its values are of its own type. */
export type AddOnPlan<Values extends object> = Omit<AddOn, 'chart' | 'values'> & { readonly values: Values };
