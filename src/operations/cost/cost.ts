import { stateNames, type Platform, type StateName } from '../../platform/midcoast.ts';
import { declared, placeOf, type Declared } from '../declaration.ts';
import { sumOf, times, type Amount } from './amount.ts';
import type { Item, Surroundings } from './classification.ts';
import { classificationOf } from './classifications.ts';
import { priceOf, type Price } from './price.ts';
import { sharedItems } from './shared-cost.ts';

/** One line of the bill: quantity × unit price. */
export type CostLine = {
  readonly state: StateName;
  readonly heading: string;
  /** The address of the resource, or what it is where it is no resource. */
  readonly of: string;
  readonly what: string;
  readonly quantity: Amount | null;
  /** Null where no price was found: the cost is unknown then, never nothing. */
  readonly price: Price | null;
  readonly monthlyUsd: Amount | null;
};

export type HeadingCost = {
  readonly state: StateName;
  readonly heading: string;
  readonly lines: readonly CostLine[];
  /** Of the lines that have a price. */
  readonly monthlyUsd: Amount;
};

export type Cost = {
  readonly environment: string;
  readonly headings: readonly HeadingCost[];
  readonly monthlyUsd: Amount;
  /** Lines without a price, which are in no sum. */
  readonly unknown: number;
  readonly budgetUsd: number;
  /** Types that nobody has classified; each is a line without a price too. */
  readonly unclassified: readonly string[];
};

/** What an environment costs a month, by heading, at low and at high use. */
export function costOf(platform: Platform): Cost {
  const lines = [
    ...declared(platform).flatMap((resource) => resourceLines(platform, resource)),
    ...sharedLines(platform),
  ];
  const headings = stateNames.flatMap((state) => headingsOf(lines.filter((line) => line.state === state)));
  const types = new Set(declared(platform).map(({ type }) => type));
  return {
    environment: platform.environment.name,
    headings,
    monthlyUsd: sumOf(headings.map(({ monthlyUsd }) => monthlyUsd)),
    unknown: lines.filter(({ monthlyUsd }) => monthlyUsd === null).length,
    budgetUsd: platform.environment.monthlyBudgetUsd,
    unclassified: [...types].filter((type) => classificationOf(type) === undefined).toSorted(),
  };
}

/** What one resource costs; empty for what is free. */
export function resourceLines(platform: Platform, resource: Declared): readonly CostLine[] {
  const { state, heading, region, type } = resource;
  const place = { state, heading, of: placeOf(resource), region };
  const classification = classificationOf(type);
  if (classification === undefined) return [unknownLine(place, 'nobody has said yet how this type costs')];
  if (classification.kind === 'free') return [];
  if (classification.kind === 'unknown') return [unknownLine(place, classification.because)];
  return classification
    .items(resource, surroundingsOf(platform, resource))
    .filter(({ quantity }) => quantity.high > 0)
    .map((item) => lineOf(place, item));
}

type Place = Pick<CostLine, 'state' | 'heading' | 'of'> & { readonly region: string };

function sharedLines(platform: Platform): readonly CostLine[] {
  const { region } = platform.states.platform;
  return sharedItems(platform.environment).map(({ heading, name, ...item }) =>
    lineOf({ state: 'platform', heading, of: name, region }, item),
  );
}

function lineOf(
  { region, ...place }: Place,
  { what, quantity, price: key, region: elsewhere }: Item,
): CostLine {
  const price = priceOf(elsewhere ?? region, key) ?? null;
  return { ...place, what, quantity, price, monthlyUsd: price === null ? null : times(quantity, price.usd) };
}

function unknownLine({ region: _, ...place }: Place, what: string): CostLine {
  return { ...place, what, quantity: null, price: null, monthlyUsd: null };
}

/** An endpoint of a gateway is free and carries what none of an interface does: kinds are counted apart. */
function surroundingsOf(
  { environment, states }: Platform,
  { state, type, attributes }: Declared,
): Surroundings {
  const kind = attributes['vpc_endpoint_type'];
  const { resources } = states[state];
  const peers = resources.filter(
    (other) => other.type === type && other.attributes['vpc_endpoint_type'] === kind,
  );
  return {
    environment,
    peers: peers.length,
    at: (address) => resources.find((other) => other.address === address),
    all: (type) => resources.filter((other) => other.type === type),
  };
}

function headingsOf(lines: readonly CostLine[]): readonly HeadingCost[] {
  const byHeading = Map.groupBy(lines, ({ heading }) => heading);
  return [...byHeading]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([heading, lines]) => ({
      state: lines[0]?.state ?? 'platform',
      heading,
      lines,
      monthlyUsd: sumOf(lines.flatMap(({ monthlyUsd }) => monthlyUsd ?? [])),
    }));
}
