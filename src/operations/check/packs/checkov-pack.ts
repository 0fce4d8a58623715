import type { Finding, Part, Scan } from './finding.ts';
import { scan, type Scanner } from './scanner.ts';

/** Passes on everything, so that what was read can be counted. In checkov’s language of policies. */
export const readingPolicy = {
  metadata: { id: 'CKV2_MIDCOAST_1', name: 'everything is read', category: 'GENERAL_SECURITY' },
  definition: {
    cond_type: 'attribute',
    resource_types: ['all'],
    attribute: 'midcoast_unread',
    operator: 'not_exists',
  },
};

export type CheckovCheck = {
  readonly check_id: string;
  readonly check_name: string;
  readonly resource: string;
  readonly file_path: string;
};

type Report = {
  readonly results?: {
    readonly passed_checks: readonly CheckovCheck[];
    readonly failed_checks: readonly CheckovCheck[];
  };
};

type Subject = 'files' | 'hcl' | 'plan' | 'objects';

/** What checkov is pointed at: a folder of files, or the plan that Terraform made of them. */
export type CheckovSubject = {
  readonly part: Part;
  readonly subject: Subject;
  readonly path: string;
  readonly written: readonly string[];
  /** What a check is about, as the model calls it. */
  readonly addressOf: (check: CheckovCheck) => string;
};

/** On `*.tf.json` checkov reads no policy inside; in HCL and in a plan it does. */
const targets: Readonly<Record<Subject, readonly string[]>> = {
  files: ['--framework', 'terraform_json', '--directory'],
  hcl: ['--framework', 'terraform', '--directory'],
  plan: ['--framework', 'terraform_plan', '--file'],
  objects: ['--framework', 'kubernetes', '--directory'],
};

/**
 * Runs checkov on one part, with the policy that counts, which lies in the folder `policies`. `terraform_json` must be
 * named: with `terraform` it reads no `*.tf.json`, and passes.
 */
export async function runCheckov(scanner: Scanner, subject: CheckovSubject, policies: string): Promise<Scan> {
  const target = [...targets[subject.subject], subject.path];
  const words = [...target, '--external-checks-dir', policies];
  const options = [
    '--output',
    'json',
    '--compact',
    '--skip-download',
    '--config-file',
    `${policies}/config.yaml`,
  ];
  const report = await scan(scanner, [...words, ...options]);
  return readCheckov(report, subject);
}

/** Reads checkov’s report; it is a list when several frameworks ran. */
export function readCheckov(
  report: unknown,
  { part, subject, written, addressOf }: Omit<CheckovSubject, 'path'>,
): Scan {
  const results = ((Array.isArray(report) ? report[0] : report) as Report).results;
  const known = new Set(written);
  const read = (results?.passed_checks ?? [])
    .filter(({ check_id: id }) => id === readingPolicy.metadata.id)
    .map(addressOf)
    .filter((address) => known.has(address));
  const findings = (results?.failed_checks ?? []).map((check): Finding => ({
    pack: 'checkov',
    id: check.check_id,
    title: check.check_name,
    part,
    address: addressOf(check),
  }));
  return { pack: 'checkov', part, subject, written, read: new Set(read), findings };
}
