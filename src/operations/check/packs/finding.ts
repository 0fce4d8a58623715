import type { StateName } from '../../../platform/midcoast.ts';

export const packNames = ['checkov', 'trivy'] as const;
export type PackName = (typeof packNames)[number];

/** What a policy pack has against one resource. */
export type Finding = {
  readonly pack: PackName;
  /** As the pack calls it: `CKV_AWS_18`, `AWS-0102`. */
  readonly id: string;
  readonly title: string;
  readonly state: StateName;
  /** `aws_s3_bucket.account_logs`; the file where it is of no resource. */
  readonly address: string;
};

/** One run of a pack over one state. */
export type Scan = {
  readonly pack: PackName;
  readonly state: StateName;
  /** What was looked at: the files as they are, the same in HCL, or the plan of a rehearsal. */
  readonly subject: 'files' | 'hcl' | 'plan';
  /** Addresses of the resources that it read. */
  readonly read: ReadonlySet<string>;
  readonly findings: readonly Finding[];
};
