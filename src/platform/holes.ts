/**
 * What manifests leave open, written as `${IMAGE_DIGEST}`: known only when they are applied, and filled by whoever
 * applies them. The list is closed: nothing else that an apply of Terraform decides may stand in a manifest.
 */
export const holes = {
  IMAGE_DIGEST: { what: 'digest of the image of the service', form: /^sha256:[0-9a-f]{64}$/ },
  TARGET_GROUP_ARN: {
    what: 'ARN of the target group behind the load balancer',
    form: /^arn:aws:elasticloadbalancing:[a-z0-9-]+:\d{12}:targetgroup\/[\w-]+\/[0-9a-f]+$/,
  },
  /** The environment's own, or the recovery region's after the first is lost. */
  REGION: { what: 'region that the cluster runs in', form: /^[a-z]{2}(-[a-z]+)+-\d$/ },
  ACCOUNT_ID: { what: 'account that the cluster runs in', form: /^\d{12}$/ },
} as const;

export type HoleName = keyof typeof holes;

/** What fills holes; those that a text does not have may be absent. */
export type HoleValues = Readonly<Partial<Record<HoleName, string>>>;

/** The hole as it stands in a manifest. */
export function hole(name: HoleName): string {
  return `\${${name}}`;
}

/** Names of the holes that a text has, known or not, each once, in order of the alphabet. */
export function holesIn(text: string): readonly string[] {
  return [...new Set([...text.matchAll(holePattern)].map(([, name]) => name ?? ''))].toSorted();
}

/**
 * The text with every hole filled.
 *
 * @throws {RangeError} For a hole that is not of the list, one without a value, or a value of another form.
 */
export function fill(text: string, values: HoleValues): string {
  return text.replaceAll(holePattern, (_, name: string) => {
    if (!isHole(name)) {
      throw new RangeError(`no hole is named ${name}; there are ${Object.keys(holes).join(', ')}`);
    }
    const { what, form } = holes[name];
    const value = values[name];
    if (value === undefined) throw new RangeError(`nothing fills ${name}, the ${what}`);
    if (!form.test(value)) throw new RangeError(`${value} is no ${what} (${name})`);
    return value;
  });
}

/** Capitals alone: Grafana writes its own variables so too, in small letters. */
const holePattern = /\$\{([A-Z][A-Z0-9_]*)\}/g;

function isHole(name: string): name is HoleName {
  return Object.hasOwn(holes, name);
}
