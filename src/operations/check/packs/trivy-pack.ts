import type { StateName } from '../../../platform/midcoast.ts';
import type { Finding, Scan } from './finding.ts';
import { scan, type Scanner } from './scanner.ts';

const readingId = 'MIDCOAST-0001';

/** Names every resource block that trivy reads, so that they can be counted. In trivy’s language of policies. */
export const readingRego = `# METADATA
# title: every resource is read
# schemas:
# - input: schema["terraform-raw"]
# custom:
#   id: ${readingId}
#   severity: LOW
#   input:
#     selector:
#     - type: terraform-raw
package user.midcoast.reading

import rego.v1

deny contains found if {
	some module in input.modules
	some block in module.blocks
	block.kind == "resource"
	found := result.new(sprintf("%s.%s", [block.type, block.name]), block)
}
`;

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

/** What trivy is pointed at: the folder of a state’s files in HCL. */
export type TrivySubject = { readonly state: StateName; readonly path: string; readonly policies: string };

/** Runs trivy on one state with the checks that its binary holds: it fetches nothing. */
export async function runTrivy(scanner: Scanner, { state, path, policies }: TrivySubject): Promise<Scan> {
  const offline = ['--skip-check-update', '--skip-version-check'];
  const counting = [
    '--config-check',
    policies,
    '--check-namespaces',
    'user',
    '--raw-config-scanners',
    'terraform',
  ];
  const report = await scan(scanner, [
    'config',
    ...offline,
    ...counting,
    '--quiet',
    '--format',
    'json',
    path,
  ]);
  return readTrivy(report, state);
}

/** Reads trivy’s report. */
export function readTrivy(report: unknown, state: StateName): Scan {
  const results = (report as Report).Results ?? [];
  const all = results.flatMap(({ Target: file, Misconfigurations: found = [] }) =>
    found.map((each) => ({ ...each, file })),
  );
  const read = all.filter(({ ID: id }) => id === readingId).map(({ Message: address }) => address);
  const findings = all
    .filter(({ ID: id }) => id !== readingId)
    .map(({ ID: id, Title: title, CauseMetadata: { Resource: address }, file }): Finding => ({
      pack: 'trivy',
      id,
      title,
      state,
      address: address ?? file,
    }));
  return { pack: 'trivy', state, subject: 'hcl', read: new Set(read), findings };
}
