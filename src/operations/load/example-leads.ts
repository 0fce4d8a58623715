import { makeLeads, type MadeLead } from './lead-maker.ts';

/** How `examples/leads.csv` is made. */
const recipe = { seed: 3, count: 300, repeatShare: 1 / 12 } as const;

/** The text of `examples/leads.csv`: columns as the API names its fields, RFC 4180 but for its LF. */
export function exampleLeads(): string {
  const lines = makeLeads(recipe).map((lead) => Object.values(columns).map((cellOf) => quoted(cellOf(lead))));
  return [Object.keys(columns), ...lines].map((cells) => `${cells.join(',')}\n`).join('');
}

const columns: Readonly<Record<string, (lead: MadeLead) => string>> = {
  source: (lead) => lead.source,
  firstName: (lead) => lead.firstName,
  lastName: (lead) => lead.lastName,
  email: (lead) => lead.email,
  phone: (lead) => lead.phone,
  company: (lead) => lead.company,
  website: (lead) => lead.website,
  postalCode: (lead) => lead.postalCode,
  country: (lead) => lead.country,
  'consent.givenAt': (lead) => lead.consent.givenAt,
  'consent.text': (lead) => lead.consent.text,
  'consent.evidenceUrl': (lead) => lead.consent.evidenceUrl,
  'attributes.product': (lead) => lead.attributes.product,
  'attributes.budget': (lead) => lead.attributes.budget,
  'attributes.message': (lead) => lead.attributes.message,
};

function quoted(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
