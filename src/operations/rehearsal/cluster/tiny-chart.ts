import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { hole } from '../../../platform/midcoast.ts';
import type { Release } from '../../rollout/helm-release.ts';

/** What a version of the chart is told from another by. */
export type TinyChart = {
  readonly version: string;
  /** Of the fields that its definition knows, and that its ConfigMap says. */
  readonly word: string;
  /** Null takes the chart's own value away, as some values of add-ons do. */
  readonly colour?: string | null;
  /** Of one that never becomes ready. */
  readonly stuck?: boolean;
};

export const tinyNames = {
  release: 'tiny',
  definition: 'tinies.rehearsal.midcoast.example',
  configMap: 'tiny',
} as const;

/** Writes a chart of a definition and a ConfigMap into a folder, and gives the release that installs it. */
export async function writeTinyChart(
  folder: string,
  namespace: string,
  { version, word, colour = null, stuck = false }: TinyChart,
): Promise<Release> {
  const chart = join(folder, `tiny-${version}`);
  await mkdir(join(chart, 'templates'), { recursive: true });
  await mkdir(join(chart, 'crds'), { recursive: true });
  const files: Readonly<Record<string, object>> = {
    'Chart.yaml': { apiVersion: 'v2', name: tinyNames.release, version },
    'values.yaml': { colour: 'grey', region: 'nowhere', stuck: false },
    'crds/tinies.yaml': definitionWith(word),
    'templates/config-map.yaml': {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: tinyNames.configMap },
      data: { word, colour: '{{ .Values.colour | default "none" }}', region: '{{ .Values.region }}' },
    },
  };
  for (const [path, content] of Object.entries(files)) {
    await writeFile(join(chart, path), stringify(content, { lineWidth: 0 }));
  }
  await writeFile(
    join(chart, 'templates', 'claim.yaml'),
    `{{- if .Values.stuck }}\n${stringify(neverBound)}{{- end }}\n`,
  );
  return {
    name: tinyNames.release,
    namespace,
    chart: { name: tinyNames.release, version, words: [chart] },
    values: { colour, stuck, region: hole('REGION') },
    patienceMinutes: 1,
  };
}

/** Helm waits for a volume that nobody makes. */
const neverBound = {
  apiVersion: 'v1',
  kind: 'PersistentVolumeClaim',
  metadata: { name: 'never-bound' },
  spec: {
    accessModes: ['ReadWriteOnce'],
    storageClassName: 'of-nobody',
    resources: { requests: { storage: '1Gi' } },
  },
};

function definitionWith(field: string): object {
  const [plural = '', ...group] = tinyNames.definition.split('.');
  const properties = { spec: { type: 'object', properties: { [field]: { type: 'string' } } } };
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: tinyNames.definition },
    spec: {
      group: group.join('.'),
      scope: 'Namespaced',
      names: { plural, singular: 'tiny', kind: 'Tiny', listKind: 'TinyList' },
      versions: [
        {
          name: 'v1',
          served: true,
          storage: true,
          schema: { openAPIV3Schema: { type: 'object', properties } },
        },
      ],
    },
  };
}
