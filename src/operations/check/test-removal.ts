/** Takes one protection away from a real platform. */
export type Removal = {
  /** What is taken away, as a phrase. */
  readonly what: string;
  /** The rule that must say so, or all that must, in their order; no other may. */
  readonly rule: string | readonly string[];
  readonly type: string;
  /** The addresses that lose it; all of the type where it is absent. */
  readonly where?: RegExp;
  readonly how: (attributes: Record<string, unknown>) => void;
};

export function lose(
  what: string,
  rule: Removal['rule'],
  type: string,
  how: Removal['how'],
  where?: RegExp,
): Removal {
  return { what, rule, type, how, ...(where && { where }) };
}

/** Sets what stands at a path of names, in every block on the way; takes it away where no value is given. */
export function put(path: string, value?: unknown): Removal['how'] {
  const [first = '', ...rest] = path.split('.');
  return (attributes) => {
    if (rest.length === 0) return void Object.assign(attributes, { [first]: value });
    const inner = attributes[first];
    for (const block of Array.isArray(inner) ? inner : [inner]) {
      put(rest.join('.'), value)(block as Record<string, unknown>);
    }
  };
}

/** A policy of one statement that allows. */
export function policy(statement: object): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...statement }] });
}

/** Sets one of the brokers' properties to another value. */
export function property(name: string, value: string): Removal['how'] {
  return (attributes) => {
    const text = String(attributes['server_properties']);
    const changed = text.replace(new RegExp(`^${name}=.*$`, 'm'), `${name}=${value}`);
    Object.assign(attributes, { server_properties: changed });
  };
}

/** Leaves the parameter group ten connections. */
export function narrow(attributes: Record<string, unknown>): void {
  for (const parameter of attributes['parameter'] as Record<string, unknown>[]) {
    if (parameter['name'] === 'max_connections') parameter['value'] = '10';
  }
}

/** Takes the statements that refuse deletion out of a bucket's policy. */
export function permitDeletion(attributes: Record<string, unknown>): void {
  const { Statement: statements, ...rest } = JSON.parse(String(attributes['policy'])) as {
    Statement: object[];
  };
  const left = statements.filter((statement) => !JSON.stringify(statement).includes('s3:DeleteObject'));
  attributes['policy'] = JSON.stringify({ ...rest, Statement: left });
}
