import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { parseAllDocuments } from 'yaml';

/**
 * Types of Istio's objects, written from Istio's own custom resource definitions: kubernetes-models ends at v1beta1.
 * `node src/platform/kubernetes/mesh/istio-types.ts` brings the definitions from the Go module and writes a file a
 * kind to `istio/`; a change of version is a change of this line.
 */
export const istioVersion = '1.31.4';

/** The kinds that the mesh uses, and the file of each. */
export const istioKinds = {
  Gateway: 'gateway',
  VirtualService: 'virtual-service',
  DestinationRule: 'destination-rule',
  PeerAuthentication: 'peer-authentication',
  AuthorizationPolicy: 'authorization-policy',
  Telemetry: 'telemetry',
} as const;

const servedVersion = 'v1';

/** As much of a schema as types are made of: https://kubernetes.io/docs/reference/kubernetes-api/extend-resources/ */
type Schema = {
  readonly type?: 'object' | 'array' | 'string' | 'integer' | 'number' | 'boolean';
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly enum?: readonly string[];
  readonly 'x-kubernetes-int-or-string'?: boolean;
};

type Definition = {
  readonly spec: {
    readonly group: string;
    readonly names: { readonly kind: string };
    readonly versions: readonly {
      readonly name: string;
      readonly schema: { readonly openAPIV3Schema: Schema };
    }[];
  };
};

/**
 * The file of one kind, from the definitions as YAML.
 *
 * @throws {RangeError} Where the definitions do not hold the kind in the served version.
 */
export function istioType(definitions: string, kind: string): string {
  const all = parseAllDocuments(definitions).map((document) => document.toJS() as Definition | null);
  const found = all.find((each) => each?.spec.names.kind === kind) ?? undefined;
  const schema = found?.spec.versions.find(({ name }) => name === servedVersion)?.schema.openAPIV3Schema;
  if (found === undefined || schema === undefined) {
    throw new RangeError(`the definitions hold no ${kind} of version ${servedVersion}`);
  }
  const { text, named } = typesOf(schema.properties?.['spec'] ?? {});
  return [
    `// Written by istio-types.ts from the definitions of istio.io/api v${istioVersion}: run it again, change nothing here.`,
    `import type { Manifest } from '../../../manifest.ts';`,
    '',
    `export type ${kind} = Manifest & {`,
    `  readonly apiVersion: '${found.spec.group}/${servedVersion}';`,
    `  readonly kind: '${kind}';`,
    `  readonly spec: ${text};`,
    '};',
    ...[...named].flatMap(([name, type]) => ['', `type ${name} = ${type};`]),
    '',
  ].join('\n');
}

/** The type of a schema. Objects that stand in it more than once become types of their own, named for their property. */
function typesOf(root: Schema): { readonly text: string; readonly named: ReadonlyMap<string, string> } {
  const seen = new Map<string, number>();
  count(root);
  const names = new Map<string, string>();
  const named = new Map<string, string>();
  return { text: write(root, 'Spec'), named };

  function count(schema: Schema): void {
    if (schema.properties !== undefined) {
      const shape = shapeOf(schema);
      seen.set(shape, (seen.get(shape) ?? 0) + 1);
    }
    for (const each of childrenOf(schema)) count(each);
  }

  function write(schema: Schema, property: string): string {
    if (schema['x-kubernetes-int-or-string']) return 'number | string';
    if (schema.enum !== undefined) return schema.enum.map((value) => `'${value}'`).join(' | ');
    if (schema.items !== undefined) return arrayOf(write(schema.items, property));
    if (schema.additionalProperties !== undefined) {
      return `Readonly<Record<string, ${write(schema.additionalProperties, property)}>>`;
    }
    if (schema.properties !== undefined) return refer(schema, property);
    return scalars[schema.type ?? 'object'];
  }

  function refer(schema: Schema, property: string): string {
    const shape = shapeOf(schema);
    if ((seen.get(shape) ?? 0) < 2) return literal(schema);
    const before = names.get(shape);
    if (before !== undefined) return before;
    const name = freeName(property[0]?.toUpperCase() + property.slice(1), named);
    names.set(shape, name);
    named.set(name, '');
    named.set(name, literal(schema));
    return name;
  }

  function literal({ properties = {}, required = [] }: Schema): string {
    const lines = Object.entries(properties).map(
      ([name, schema]) => `readonly ${name}${required.includes(name) ? '' : '?'}: ${write(schema, name)};`,
    );
    return `{ ${lines.join(' ')} }`;
  }
}

const scalars = {
  object: 'Readonly<Record<string, unknown>>',
  array: 'readonly unknown[]',
  string: 'string',
  integer: 'number',
  number: 'number',
  boolean: 'boolean',
} as const;

function arrayOf(item: string): string {
  return item.includes(' | ') ? `readonly (${item})[]` : `readonly ${item}[]`;
}

/** What two schemas have in common when they accept the same: everything but their descriptions. */
function shapeOf(schema: Schema): string {
  return JSON.stringify(schema, (key, value: unknown) =>
    key === 'x-kubernetes-validations' || (key === 'description' && typeof value === 'string')
      ? undefined
      : value,
  );
}

function childrenOf({ properties = {}, additionalProperties, items }: Schema): readonly Schema[] {
  const inner = [additionalProperties, items].filter((each) => each !== undefined);
  return [...Object.values(properties), ...inner];
}

function freeName(name: string, taken: ReadonlyMap<string, string>, next = 2): string {
  if (!taken.has(name)) return name;
  const numbered = `${name}${next}`;
  return taken.has(numbered) ? freeName(name, taken, next + 1) : numbered;
}

/** The definitions as their maker ships them, through `go`; its checksum database vouches for the bytes. */
export async function bringIstioDefinitions(): Promise<string> {
  const run = promisify(execFile);
  const folder = await mkdtemp(join(tmpdir(), 'istio-types-'));
  try {
    const words = ['mod', 'download', '-json', `istio.io/api@v${istioVersion}`];
    const { stdout } = await run('go', words, { cwd: folder });
    const { Dir } = JSON.parse(stdout) as { readonly Dir: string };
    return await readFile(join(Dir, 'kubernetes', 'customresourcedefinitions.gen.yaml'), 'utf8');
  } finally {
    await rm(folder, { recursive: true });
  }
}

if (import.meta.main) {
  const definitions = await bringIstioDefinitions();
  for (const [kind, file] of Object.entries(istioKinds)) {
    await writeFile(join(import.meta.dirname, 'istio', `${file}.ts`), istioType(definitions, kind));
  }
}
