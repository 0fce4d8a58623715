import { basename } from 'node:path';
import type { Resource, StateName } from '../../../platform/midcoast.ts';
import type { Finding, Scan } from './finding.ts';
import { scan, type Scanner } from './scanner.ts';

/** Passes on every resource, so that what was read can be counted. In checkov’s language of policies. */
export const readingPolicy = {
  metadata: { id: 'CKV2_MIDCOAST_1', name: 'every resource is read', category: 'GENERAL_SECURITY' },
  definition: {
    cond_type: 'attribute',
    resource_types: ['all'],
    attribute: 'midcoast_unread',
    operator: 'not_exists',
  },
};

type Check = { readonly check_id: string; readonly check_name: string; readonly resource: string };
type Report = {
  readonly results?: { readonly passed_checks: readonly Check[]; readonly failed_checks: readonly Check[] };
};

/** What checkov is pointed at: the folder of a state’s files, or the plan that Terraform made of them. */
export type CheckovSubject = {
  readonly state: StateName;
  readonly resources: readonly Resource[];
  readonly subject: Scan['subject'];
  readonly path: string;
  /** Holds the policy that counts. */
  readonly policies: string;
};

/** On `*.tf.json` checkov reads no policy inside; in HCL and in a plan it does. */
const targets: Readonly<Record<Scan['subject'], readonly string[]>> = {
  files: ['--framework', 'terraform_json', '--directory'],
  hcl: ['--framework', 'terraform', '--directory'],
  plan: ['--framework', 'terraform_plan', '--file'],
};

/**
 * Runs checkov on one state. `terraform_json` must be named: with `terraform` it reads no `*.tf.json`, and passes.
 */
export async function runCheckov(scanner: Scanner, subject: CheckovSubject): Promise<Scan> {
  const target = [...targets[subject.subject], subject.path];
  const words = [...target, '--external-checks-dir', subject.policies];
  const options = [
    '--output',
    'json',
    '--compact',
    '--skip-download',
    '--config-file',
    `${subject.policies}/config.yaml`,
  ];
  const report = await scan(scanner, [...words, ...options]);
  return readCheckov(report, subject);
}

/** Reads checkov’s report; it is a list when several frameworks ran. */
export function readCheckov(
  report: unknown,
  { state, subject, resources }: Pick<CheckovSubject, 'state' | 'subject' | 'resources'>,
): Scan {
  const results = ((Array.isArray(report) ? report[0] : report) as Report).results;
  const addresses = new Map(resources.map(({ address }) => [address.split('.')[1] ?? '', address]));
  const addressOf = ({ resource }: Check) =>
    addresses.get(resource.split('.').at(-1) ?? '') ?? basename(resource);
  const known = new Set(addresses.values());
  const read = (results?.passed_checks ?? [])
    .filter(({ check_id: id }) => id === readingPolicy.metadata.id)
    .map(addressOf)
    .filter((address) => known.has(address));
  const findings = (results?.failed_checks ?? []).map((check): Finding => ({
    pack: 'checkov',
    id: check.check_id,
    title: check.check_name,
    state,
    address: addressOf(check),
  }));
  return { pack: 'checkov', state, subject, read: new Set(read), findings };
}
