/** Istio's charts put their own values below this one, so that a profile can come between. */
const inner = '_internal_defaults_do_not_set';

/** Of the shape that Kubernetes or Istio gives them: charts hand them on as they are, and show a part by example. */
const handedOn: ReadonlySet<string> = new Set([
  'meshConfig',
  'nodeSelector',
  'podSecurityContext',
  'resources',
  'securityContext',
]);

type Values = Readonly<Record<string, unknown>>;

/**
 * Paths of values that a chart does not know, such as `settings.clusterNane`: Helm passes over them in silence. What
 * a chart leaves empty (`{}`, `[]` or nothing) may be anything.
 */
export function unknownValues(values: object, chartsOwn: object): readonly string[] {
  const own = chartsOwn as Values;
  return unknownBelow(values as Values, isValues(own[inner]) ? own[inner] : own, []);
}

function unknownBelow(values: Values, own: Values, path: readonly string[]): readonly string[] {
  return Object.entries(values).flatMap(([name, value]) => {
    const here = [...path, name];
    if (!Object.hasOwn(own, name)) return [here.join('.')];
    const known = own[name];
    if (!isValues(value) || !isValues(known) || Object.keys(known).length === 0 || handedOn.has(name))
      return [];
    return unknownBelow(value, known, here);
  });
}

function isValues(value: unknown): value is Values {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
