import { stateNames, type Platform, type Resource, type StateName } from '../platform/midcoast.ts';

export type Attributes = Readonly<Record<string, unknown>>;

/** A resource together with the state that it is of: the same address may stand in both. */
export type Declared = Resource & { readonly state: StateName; readonly region: string };

/** The resources of both states in order, or those of the types that are named. */
export function declared(platform: Platform, ...types: readonly string[]): readonly Declared[] {
  return stateNames.flatMap((name) => {
    const { region, resources } = platform.states[name];
    return resources
      .filter(({ type }) => types.length === 0 || types.includes(type))
      .map((resource) => ({ ...resource, state: name, region }));
  });
}

/** The address as people read it; that of the recovery region's state says so. */
export function placeOf({ state, address }: Declared): string {
  return state === 'platform' ? address : `${state}: ${address}`;
}

/** The blocks of a name: CDK writes one as an object, several as a list. Empty when there is none. */
export function blocks(attributes: Attributes, name: string): readonly Attributes[] {
  const value = attributes[name];
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return list.filter((entry): entry is Attributes => typeof entry === 'object' && entry !== null);
}

/** What stands at a path of names, through the first block of each; undefined when nothing does. */
export function valueAt(attributes: Attributes, path: string): unknown {
  const [first = '', ...rest] = path.split('.');
  if (rest.length === 0) return attributes[first];
  const [block] = blocks(attributes, first);
  return block === undefined ? undefined : valueAt(block, rest.join('.'));
}

/** A text, or what stands there as JSON; empty when nothing does. */
export function textAt(attributes: Attributes, path: string): string {
  const value = valueAt(attributes, path);
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** A list of texts; empty when there is none. */
export function textsAt(attributes: Attributes, path: string): readonly string[] {
  const value = valueAt(attributes, path);
  return Array.isArray(value) ? value.filter((entry) => typeof entry === 'string') : [];
}

/** A number, also where it is written as text; undefined when it is none or known only after apply. */
export function numberAt(attributes: Attributes, path: string): number | undefined {
  const value = valueAt(attributes, path);
  const number = typeof value === 'string' && value !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

/** Addresses of resources that a value refers to, wherever in it: `${aws_vpc.network_vpc.id}` gives one. */
export function references(value: unknown): readonly string[] {
  if (typeof value === 'string') {
    if (!value.includes('${')) return [];
    return [...new Set([...value.matchAll(/(?<![\w.])aws_\w+\.\w+/g)].map(([address]) => address))];
  }
  if (typeof value !== 'object' || value === null) return [];
  return [...new Set(Object.values(value).flatMap(references))];
}
