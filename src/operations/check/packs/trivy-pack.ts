import type { Finding, Scan } from './finding.ts';
import { scan, type Scanner } from './scanner.ts';

const readingId = 'MIDCOAST-0001';

/** What trivy reads of each kind of file, and how that is named in its language of policies. */
const inputs = {
  terraform: {
    type: 'terraform-raw',
    schema: 'terraform-raw',
    body: `	some module in input.modules
	some block in module.blocks
	block.kind == "resource"
	found := result.new(sprintf("%s.%s", [block.type, block.name]), block)`,
  },
  kubernetes: {
    type: 'kubernetes',
    schema: 'kubernetes',
    body: '	found := result.new("read", input)',
  },
} as const;

export type TrivyInput = keyof typeof inputs;

/** A policy that names everything of a kind that trivy reads, so that it can be counted. */
export function readingRego(input: TrivyInput): string {
  const { type, schema, body } = inputs[input];
  return `# METADATA
# title: everything is read
# schemas:
# - input: schema["${schema}"]
# custom:
#   id: ${readingId}
#   severity: LOW
#   input:
#     selector:
#     - type: ${type}
package user.midcoast.${input}

import rego.v1

deny contains found if {
${body}
}
`;
}

type Report = {
  readonly Results?: readonly {
    readonly Target: string;
    readonly Misconfigurations?: readonly {
      readonly ID: string;
      readonly Title: string;
      readonly Message: string;
      readonly CauseMetadata: { readonly Resource?: string };
    }[];
  }[];
};

/** What trivy is pointed at: a folder of a state’s files in HCL, or of objects. */
export type TrivySubject = Pick<Scan, 'part' | 'subject' | 'written'> & {
  readonly path: string;
  /** What is found in a file, as the model calls it; `named` is what trivy calls it, if anything. */
  readonly addressOf: (file: string, named: string | undefined) => string;
};

/** Runs trivy on one part with the checks that its binary holds, and ours in `policies`: it fetches nothing. */
export async function runTrivy(scanner: Scanner, subject: TrivySubject, policies: string): Promise<Scan> {
  const offline = ['--skip-check-update', '--skip-version-check'];
  const counting = ['--config-check', policies, '--check-namespaces', 'user'];
  const raw = subject.part === 'cluster' ? [] : ['--raw-config-scanners', 'terraform'];
  const report = await scan(scanner, [
    'config',
    ...offline,
    ...counting,
    ...raw,
    '--quiet',
    '--format',
    'json',
    subject.path,
  ]);
  return readTrivy(report, subject);
}

/** Reads trivy’s report. */
export function readTrivy(report: unknown, subject: Omit<TrivySubject, 'path'>): Scan {
  const { addressOf, part, written } = subject;
  const all = ((report as Report).Results ?? []).flatMap(({ Target: file, Misconfigurations: found = [] }) =>
    found.map((each) => ({ ...each, file })),
  );
  // Our own policy says the address as its message.
  const read = all
    .filter(({ ID: id }) => id === readingId)
    .map(({ file, Message: message }) => addressOf(file, message));
  const findings = all
    .filter(({ ID: id }) => id !== readingId)
    .map(({ ID: id, Title: title, CauseMetadata: { Resource: resource }, file }): Finding => ({
      pack: 'trivy',
      id,
      title,
      part,
      address: addressOf(file, resource),
    }));
  return { pack: 'trivy', part, subject: subject.subject, written, read: new Set(read), findings };
}
