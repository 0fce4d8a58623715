import { stringify } from 'yaml';
import type { AddOn, Platform } from '../platform/midcoast.ts';

/** The folder of what Helm installs, below `kubernetes/` of an environment. */
const addOnFolder = 'kubernetes/add-ons';

/** A release as the index lists it: all that `helm upgrade --install` is told. */
type Listed = Pick<AddOn, 'name' | 'namespace' | 'needs'> & {
  /** In Helm's own words: `oci://…` by itself, or a name within `repository`. */
  readonly chart: string;
  readonly repository?: string;
  readonly version: string;
  /** The file of its values, beside the index. */
  readonly values: string;
  readonly timeout: string;
  readonly skipCrds?: true;
  /** Headings whose objects are applied right after it. */
  readonly opens?: readonly string[];
};

const instruction = `# Releases of Helm, from the first to the last. Before them come the Namespaces of all headings, and the objects of
# add-ons.yaml beside this folder.
# Each is installed, once the holes of its values are filled, by
#   helm upgrade --install NAME CHART [--repo REPOSITORY] --version VERSION --namespace NAMESPACE \\
#     --values VALUES --reset-values --force-conflicts --wait --timeout TIMEOUT [--skip-crds]
# after its definitions, which Helm itself never upgrades, unless it skips them:
#   helm show crds CHART [--repo REPOSITORY] --version VERSION | kubectl apply --server-side --force-conflicts -f -
# and where it says opens, the objects of these headings are applied before the next.
`;

/** The add-ons as files, by path within an environment: an index in their order, and the values of each. */
export function addOnFiles({ addOns }: Pick<Platform, 'addOns'>): readonly (readonly [string, string])[] {
  return [
    [`${addOnFolder}/index.yaml`, `${instruction}${yaml(addOns.map(listed))}`],
    ...addOns.map(
      (addOn, place) => [`${addOnFolder}/${valuesFile(addOn, place)}`, yaml(addOn.values)] as const,
    ),
  ];
}

function listed(addOn: AddOn, place: number): Listed {
  const { repository, chart, version } = addOn.chart;
  const where = repository.startsWith('oci://') ? { chart: `${repository}/${chart}` } : { chart, repository };
  return {
    name: addOn.name,
    namespace: addOn.namespace,
    ...where,
    version,
    values: valuesFile(addOn, place),
    needs: addOn.needs,
    timeout: `${addOn.patienceMinutes}m`,
    ...(addOn.definitionsElsewhere && { skipCrds: true }),
    ...(addOn.opens && { opens: addOn.opens }),
  };
}

/** Numbered, so that a listing of the folder shows the order. */
function valuesFile({ name }: AddOn, place: number): string {
  return `${String(place + 1).padStart(2, '0')}-${name}.values.yaml`;
}

/** As manifests are written, so that both read alike. */
function yaml(value: object): string {
  return stringify(value, { version: '1.1', lineWidth: 0, aliasDuplicateObjects: false });
}
