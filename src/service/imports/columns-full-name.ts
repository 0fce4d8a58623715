/** A person's name in its two parts; one that has a single word has a first name alone. */
type NameParts = { readonly firstName?: string; readonly lastName?: string };

/**
 * Parts a name that stands in one cell. «Lee, Ann» has its last name before the comma; otherwise the last
 * name is the last word with the small words before it («Ann van der Berg» → «van der Berg»). Names that are made
 * otherwise come out whole, in the two parts together: nothing of the cell is lost but the comma.
 */
export function partFullName(text: string): NameParts {
  const name = text.trim().replaceAll(/\s+/g, ' ');
  const comma = name.indexOf(',');
  if (comma > 0) return parts(name.slice(comma + 1).trim(), name.slice(0, comma).trim());
  const words = name.split(' ');
  let from = words.length - 1;
  while (from > 1 && smallWords.has((words[from - 1] ?? '').toLowerCase())) from -= 1;
  if (from === 0) return parts(name, '');
  return parts(words.slice(0, from).join(' '), words.slice(from).join(' '));
}

/** What belongs to the last name that follows it, in the languages in which such names are common. */
const smallWords: ReadonlySet<string> = new Set(
  'al af av ben bin da dal de del della den der di do dos du el ibn la le les los san st. ten ter van von zu zum zur'.split(
    ' ',
  ),
);

function parts(firstName: string, lastName: string): NameParts {
  return { ...(firstName === '' ? {} : { firstName }), ...(lastName === '' ? {} : { lastName }) };
}
