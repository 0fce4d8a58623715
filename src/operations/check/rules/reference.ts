import { declared, placeOf, references } from '../../declaration.ts';
import type { Rule } from '../rule.ts';

const resolve: Rule = {
  id: 'references-resolve',
  says: 'Nothing refers to what its state does not declare: a missing group, key or subnet.',
  mend: 'Declare the resource in the same state, or take the reference away.',
  find: (platform) => {
    const known = new Set(declared(platform).map(({ state, address }) => `${state}/${address}`));
    return declared(platform).flatMap((resource) =>
      references(resource.attributes)
        .filter((address) => !known.has(`${resource.state}/${address}`))
        .map((address) => ({
          where: placeOf(resource),
          seen: `refers to ${address}, which is not declared`,
        })),
    );
  },
};

export const referenceRules: readonly Rule[] = [resolve];
