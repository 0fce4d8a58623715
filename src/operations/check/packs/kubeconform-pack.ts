import { join } from 'node:path';
import type { Finding, Scan } from './finding.ts';
import { addressIn, type ObjectFile } from './object-files.ts';
import { scan, type Scanner } from './scanner.ts';

type Report = {
  readonly resources: readonly {
    readonly filename: string;
    readonly status: 'statusValid' | 'statusInvalid' | 'statusError' | 'statusSkipped' | 'statusEmpty';
    readonly msg: string;
  }[];
};

/** Where a version’s schemas lie below their folder, in kubeconform’s own words. */
const schemaPlace = '{{.NormalizedKubernetesVersion}}/{{.ResourceKind}}{{.KindSuffix}}.json';

export type KubeconformSubject = {
  /** Where the objects lie. */
  readonly folder: string;
  readonly files: readonly ObjectFile[];
  /** Where the schemas lie, a folder a version. */
  readonly schemas: string;
  /** Such as `1.36`. */
  readonly version: string;
};

/** Runs kubeconform on the objects; a field that the schema does not know is a finding. */
export async function runKubeconform(scanner: Scanner, subject: KubeconformSubject): Promise<Scan> {
  const { folder, files, schemas, version } = subject;
  const words = ['-strict', '-verbose', '-output', 'json', '-kubernetes-version', `${version}.0`];
  const places = ['-schema-location', join(schemas, schemaPlace)];
  return readKubeconform(await scan(scanner, [...words, ...places, folder]), files, version);
}

/** Reads kubeconform’s report. What it has no schema for it did not read. */
export function readKubeconform(report: unknown, files: readonly ObjectFile[], version: string): Scan {
  const { resources } = report as Report;
  const judged = resources.filter(({ status }) => status === 'statusValid' || status === 'statusInvalid');
  const findings = judged
    .filter(({ status }) => status === 'statusInvalid')
    .map(({ filename, msg }): Finding => ({
      pack: 'kubeconform',
      id: version,
      title: msg,
      part: 'cluster',
      address: addressIn(files, filename),
    }));
  return {
    pack: 'kubeconform',
    part: 'cluster',
    subject: `Kubernetes ${version}`,
    written: files.map(({ address }) => address),
    read: new Set(judged.map(({ filename }) => addressIn(files, filename))),
    findings,
  };
}
