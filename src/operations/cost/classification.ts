import type { Environment, Region } from '../../environments/environment.ts';
import type { Resource } from '../../platform/midcoast.ts';
import type { Declared } from '../declaration.ts';
import type { Amount } from './amount.ts';

/** One thing that is paid for: so much of it, at the price of that name. */
export type Item = {
  /** As a phrase: `3 brokers kafka.m7g.large`. */
  readonly what: string;
  /** In the unit of the price. */
  readonly quantity: Amount;
  /** A key of prices.json. */
  readonly price: string;
  /** Where it is paid for, when that is not the region of the resource. */
  readonly region?: Region;
};

/** What pricing a resource may look at beside the resource itself. */
export type Surroundings = {
  readonly environment: Environment;
  /** How many resources such as this one its state has, so that traffic can be shared among them. */
  readonly peers: number;
  /** The resource of its state that has this address. */
  readonly at: (address: string) => Resource | undefined;
  /** The resources of its state that are of one type. */
  readonly all: (type: string) => readonly Resource[];
};

/** How a type of resource costs; each type that is built is in exactly one of these. */
export type Classification =
  | { readonly kind: 'priced'; readonly items: (resource: Declared, around: Surroundings) => readonly Item[] }
  /** AWS asks nothing for it, or asks for it where another resource is priced. */
  | { readonly kind: 'free'; readonly because: string }
  /** It costs, and nobody here knows how much. */
  | { readonly kind: 'unknown'; readonly because: string };

export type Classifications = Readonly<Record<string, Classification>>;

/** A type that costs what `items` says of a resource and of what is around it. */
export function priced(items: (resource: Declared, around: Surroundings) => readonly Item[]): Classification {
  return { kind: 'priced', items };
}

/** Types for which nothing is asked, all for one reason. */
export function free(because: string, ...types: readonly string[]): Classifications {
  return Object.fromEntries(types.map((type) => [type, { kind: 'free', because }]));
}

/** Types that cost something nobody here knows, all for one reason. */
export function unknown(because: string, ...types: readonly string[]): Classifications {
  return Object.fromEntries(types.map((type) => [type, { kind: 'unknown', because }]));
}
