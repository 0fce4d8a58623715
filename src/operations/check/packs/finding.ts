import type { StateName } from '../../../platform/midcoast.ts';

export const packNames = ['checkov', 'trivy', 'kube-score', 'kubeconform'] as const;
export type PackName = (typeof packNames)[number];

/** What a pack is pointed at: one state of Terraform, or what is applied to the cluster. */
export type Part = StateName | 'cluster';

/** What a policy pack has against one resource or one object. */
export type Finding = {
  readonly pack: PackName;
  /** As the pack calls it: `CKV_AWS_18`, `AWS-0102`, `pod-probes`. */
  readonly id: string;
  readonly title: string;
  readonly part: Part;
  /** `aws_s3_bucket.account_logs`, `Deployment midcoast/midcoast-app`; the file where it is of none. */
  readonly address: string;
};

/** One run of a pack over one part. */
export type Scan = {
  readonly pack: PackName;
  readonly part: Part;
  /**
   * What was looked at: the files as they are, the same in HCL, the plan of a rehearsal, the objects of the cluster, or
   * these as one version of Kubernetes knows them.
   */
  readonly subject: 'files' | 'hcl' | 'plan' | 'objects' | `Kubernetes ${string}`;
  /** Addresses that had to be read: whatever is not among `read` was passed without a look. */
  readonly written: readonly string[];
  /** Addresses of what it read. */
  readonly read: ReadonlySet<string>;
  readonly findings: readonly Finding[];
};
