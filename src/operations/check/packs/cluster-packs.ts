import { join } from 'node:path';
import { knownVersions, supportOf } from '../../../environments/versions.ts';
import type { Platform } from '../../../platform/midcoast.ts';
import { runCheckov } from './checkov-pack.ts';
import type { Scan } from './finding.ts';
import { runKubeScore } from './kube-score-pack.ts';
import { runKubeconform } from './kubeconform-pack.ts';
import { addressIn, objectFiles, type ObjectFile } from './object-files.ts';
import type { Missing, PackWork, Scanners } from './pack-work.ts';
import { layOut, policyFolders } from './scan-folder.ts';
import { bringSchemas } from './schema-sources.ts';
import type { Scanner } from './scanner.ts';
import { runTrivy } from './trivy-pack.ts';

export type ClusterWork = {
  /** For what the packs look at. */
  readonly folder: string;
  readonly today: Date;
  readonly work: PackWork;
};

/** What the packs find in what is applied to the cluster. */
export async function clusterScans(
  platform: Platform,
  scanners: Scanners,
  given: ClusterWork,
): Promise<{ readonly scans: readonly Scan[]; readonly missing: readonly Missing[] }> {
  const files = objectFiles(platform);
  if (files.length === 0) return { scans: [], missing: [] };
  const folder = join(given.folder, 'cluster');
  const texts = files.map(({ name, text }) => [`objects/${name}`, text] as const);
  await layOut(folder, new Map(texts), 'kubernetes');
  const scans = await scanObjects(scanners, folder, files, platform.environment.versions.kubernetes);
  if (scanners.kubeconform === undefined) return { scans, missing: [] };
  const conforming = await conformityScans(scanners.kubeconform, folder, files, given);
  return 'reason' in conforming
    ? { scans, missing: [conforming] }
    : { scans: [...scans, ...conforming], missing: [] };
}

async function scanObjects(
  { checkov, trivy, 'kube-score': kubeScore }: Scanners,
  folder: string,
  files: readonly ObjectFile[],
  version: string,
): Promise<readonly Scan[]> {
  const path = join(folder, 'objects');
  const written = files.map(({ address }) => address);
  const common = { part: 'cluster', subject: 'objects', path, written } as const;
  const scans: Scan[] = [];
  if (checkov) {
    const addressOf = ({ file_path: file }: { readonly file_path: string }) => addressIn(files, file);
    scans.push(await runCheckov(checkov, { ...common, addressOf }, join(folder, policyFolders.checkov)));
  }
  if (trivy) {
    const addressOf = (file: string) => addressIn(files, file);
    scans.push(await runTrivy(trivy, { ...common, addressOf }, join(folder, policyFolders.trivy)));
  }
  if (kubeScore) scans.push(await runKubeScore(kubeScore, path, files, version));
  return scans;
}

/** Each version that AWS supports on the day: an upgrade must not find an object that the next one refuses. */
async function conformityScans(
  scanner: Scanner,
  folder: string,
  files: readonly ObjectFile[],
  { today, work }: ClusterWork,
): Promise<readonly Scan[] | Missing> {
  const day = today.toISOString().slice(0, 10);
  const versions = knownVersions('kubernetes').filter(
    (version) => supportOf('kubernetes', version, day).state === 'supported',
  );
  const manifests = files.map(({ manifest }) => manifest);
  const schemas = join(folder, 'schemas');
  const missing = await bringSchemas(schemas, manifests, versions, work);
  if (missing !== undefined) return { pack: 'kubeconform', reason: missing };
  const scans: Scan[] = [];
  for (const version of versions) {
    scans.push(await runKubeconform(scanner, { folder: join(folder, 'objects'), files, schemas, version }));
  }
  return scans;
}
