import { createHash } from 'node:crypto';
import { addOnFiles } from './add-on-files.ts';
import { ignoreFiles } from './check/packs/ignore-files.ts';
import { costOf } from './cost/cost.ts';
import { costJson } from './cost/report.ts';
import { diagramOf } from './diagram/diagram.ts';
import { stateNames, yamlOf, type Documents, type Platform } from '../platform/midcoast.ts';

/** What is written for one environment: text by path within `generated/<environment>/`. */
export type Generated = ReadonlyMap<string, string>;

/**
 * Everything that stands in `generated/<environment>/`. A function of the environment alone: the same bytes on
 * every machine, at any time, in any language.
 */
export function generate(platform: Platform): Generated {
  const { svg, mermaid } = diagramOf(platform);
  return new Map([
    ...stateNames.flatMap((state) => terraformFiles(state, platform.states[state].documents)),
    ...ignoreFiles(),
    ...Object.entries(platform.manifests).map(
      ([heading, manifests]) => [`kubernetes/${heading}.yaml`, yamlOf(manifests)] as const,
    ),
    ...addOnFiles(platform),
    ['diagram.svg', svg],
    ['diagram.mmd', mermaid],
    ['cost.json', jsonText(costJson(costOf(platform)))],
  ]);
}

/**
 * SHA-256, in hexadecimal digits, over the paths in order and their bytes: what a report of a rehearsal is about. The
 * same of what should stand in `generated/<environment>/` and of what was read there, when that is fresh.
 */
export function digestOf(generated: ReadonlyMap<string, string | Buffer>): string {
  const digest = createHash('sha256');
  for (const path of [...generated.keys()].toSorted()) {
    digest
      .update(`${path}\0`)
      .update(generated.get(path) ?? '')
      .update('\0');
  }
  return digest.digest('hex');
}

function terraformFiles(state: string, documents: Documents): [string, string][] {
  return Object.entries(documents).map(([heading, document]) => [
    `terraform/${state}/${heading}.tf.json`,
    jsonText(document),
  ]);
}

function jsonText(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
