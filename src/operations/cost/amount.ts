/** A quantity or a sum at low and at high use. */
export type Amount = { readonly low: number; readonly high: number };

/** The same at low and at high use. */
export function fixed(value: number): Amount {
  return { low: value, high: value };
}

/** So many times as much, at low and at high use. */
export function times({ low, high }: Amount, factor: number): Amount {
  return { low: low * factor, high: high * factor };
}

/** All of them together; nothing for none. */
export function sumOf(amounts: readonly Amount[]): Amount {
  return {
    low: amounts.reduce((sum, { low }) => sum + low, 0),
    high: amounts.reduce((sum, { high }) => sum + high, 0),
  };
}
