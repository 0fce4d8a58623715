import type { AddOn } from './add-on.ts';

/**
 * The add-ons, each after all that it needs, and otherwise as they are given.
 *
 * @throws {RangeError} Where one needs an add-on that is not there, or itself by way of others.
 */
export function installOrder(addOns: readonly AddOn[]): readonly AddOn[] {
  const ordered: AddOn[] = [];
  let left = addOns;
  while (left.length > 0) {
    const isReady = ({ needs }: AddOn) => needs.every((need) => ordered.some(({ name }) => name === need));
    const next = left.find(isReady);
    if (next === undefined) {
      const waiting = left.map(({ name, needs }) => `${name} (needs ${needs.join(', ')})`);
      throw new RangeError(`no order installs ${waiting.join('; ')}`);
    }
    ordered.push(next);
    left = left.filter((addOn) => addOn !== next);
  }
  return ordered;
}
