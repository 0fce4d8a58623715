import type { Resource } from '../../../../platform/midcoast.ts';

/** The attributes of the one resource of a type that the platform declares; a fact holds the emulator against them. */
export function declaredOne(resources: readonly Resource[], type: string): Resource['attributes'] {
  const [found, ...others] = resources.filter((resource) => resource.type === type);
  if (found === undefined || others.length > 0) throw new Error(`not exactly one ${type} is declared`);
  return found.attributes;
}
