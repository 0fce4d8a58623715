import prices from './prices.json' with { type: 'json' };

/** What AWS asks for one unit in one region, on demand, before tax, discounts and free tiers. */
export type Price = {
  readonly usd: number;
  /** Such as `hour`, `GB-month` or `1,000,000 requests`. */
  readonly unit: string;
  /** Where it was read. */
  readonly page: string;
  /** The day of the data there, as `2026-09-03`. */
  readonly day: string;
};

/** Prices by region and by service and item, such as `nat_gateway.hour`. */
const table: Readonly<Record<string, Readonly<Record<string, Price>>>> = prices;

/** The price, or undefined where none was found: then the cost is unknown, never nothing. */
export function priceOf(region: string, key: string): Price | undefined {
  return table[region]?.[key];
}

/** What the table holds. */
export function knownPrices(): readonly {
  readonly region: string;
  readonly key: string;
  readonly price: Price;
}[] {
  return Object.entries(table).flatMap(([region, entries]) =>
    Object.entries(entries).map(([key, price]) => ({ region, key, price })),
  );
}
