import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import type { Manifest } from '../../../platform/midcoast.ts';
import { bringGoModules } from '../../toolbox/go-modules.ts';
import type { Machine } from '../../toolbox/program.ts';
import type { BringContext } from '../../toolbox/tool.ts';

/** The `go.mod` that names the modules below, each in one version. */
const pins = 'src/operations/rehearsal/control-plane/definitions';

/** Where each maker keeps the definitions of its kinds: a file, or a folder of files. */
const places: Readonly<Record<string, string>> = {
  'github.com/argoproj/argo-rollouts': 'manifests/crds',
  'github.com/aws/karpenter-provider-aws': 'pkg/apis/crds',
  'github.com/external-secrets/external-secrets': 'config/crds/bases',
  'github.com/kubernetes-sigs/aws-load-balancer-controller': 'config/crd/bases',
  'github.com/prometheus-operator/prometheus-operator': 'example/prometheus-operator-crd-full',
  'istio.io/api': 'kubernetes/customresourcedefinitions.gen.yaml',
  'k8s.io/autoscaler/vertical-pod-autoscaler': 'deploy/vpa-v1-crd-gen.yaml',
};

const kwok = 'sigs.k8s.io/kwok';

export type Definition = Manifest & {
  readonly metadata: { readonly name: string };
  readonly spec: { readonly group: string; readonly names: { readonly kind: string } };
};

/** What is read of the makers' modules. */
export type MakersFiles = {
  readonly definitions: readonly Definition[];
  /** The folder of KWOK's own module. */
  readonly kwokFolder: string;
};

/** Brings the modules and reads the definitions in them, each as its maker ships it. */
export async function readMakersFiles(machine: Machine, context: BringContext): Promise<MakersFiles> {
  const folders = await bringGoModules(pins, [...Object.keys(places), kwok], machine, context);
  const definitions = await Promise.all(
    Object.entries(places).map(([module, place]) => readDefinitions(join(folders[module] ?? module, place))),
  );
  return { definitions: definitions.flat(), kwokFolder: folders[kwok] ?? kwok };
}

/** Those of the kinds that are used, each once; the others would only take time. */
export function neededDefinitions(
  definitions: readonly Definition[],
  manifests: readonly Manifest[],
): readonly Definition[] {
  const once = new Map(definitions.toReversed().map((definition) => [definition.metadata.name, definition]));
  const used = new Set(manifests.map(({ apiVersion, kind }) => `${apiVersion.split('/')[0]} ${kind}`));
  return [...once.values()].filter(
    ({ spec }) => used.has(`${spec.group} ${spec.names.kind}`) || groupsOfControllers.has(spec.group),
  );
}

/** Of the controllers that run in the rehearsal: they want to see all of their kinds. */
const groupsOfControllers: ReadonlySet<string> = new Set(['argoproj.io', 'karpenter.sh']);

async function readDefinitions(place: string): Promise<readonly Definition[]> {
  const isFolder = (await stat(place)).isDirectory();
  const files = isFolder
    ? (await readdir(place)).filter((name) => name.endsWith('.yaml')).map((name) => join(place, name))
    : [place];
  const texts = await Promise.all(files.toSorted().map((file) => readFile(file, 'utf8')));
  return texts
    .flatMap((text) => parseAllDocuments(text).map((document) => document.toJS() as Manifest | null))
    .filter((object): object is Definition => object?.kind === 'CustomResourceDefinition');
}
