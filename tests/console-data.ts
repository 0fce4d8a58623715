import { send } from './console-browser.ts';
import type { RunningMidcoast } from './running-midcoast.ts';

/** What the pages show in tests: the same every time, so that they can be compared. */
export type ConsoleData = {
  readonly accepted: string;
  readonly duplicate: string;
  readonly suppressed: string;
  readonly importId: string;
};

const person = {
  source: 'Webinars',
  firstName: 'Ann',
  lastName: 'Lee',
  email: 'ann.lee@torres-wood.example',
  phone: '+1 415 555 2671',
  company: 'Torres, Wood and Herring',
  website: 'https://torres-wood.example/',
  postalCode: '94107',
  country: 'US',
  consent: {
    givenAt: '2026-01-05T10:00:00Z',
    text: 'I agree to be contacted about offers.',
    evidenceUrl: 'https://proof.example/1',
  },
  attributes: { dealStage: 'Qualified' },
};

/** One row that is accepted, one that repeats it, one that is no lead, one that no row can be read from. */
export const csv = [
  'First Name,Last Name,Email,Phone,Company,Source,Notes',
  'Tristan,Burton,tristan@berger.example,+1 415 555 2672,Berger and Sons,Referral,Call back',
  'Tris,Burton,tristan@berger.example,,Berger and Sons,Referral,',
  'Nobody,Atall,not an address,,,Referral,',
  '',
].join('\n');

/** Fills an empty account with one of everything that the pages can show. */
export async function fill(midcoast: RunningMidcoast): Promise<ConsoleData> {
  const idOf = async (lead: object) =>
    ((await send(midcoast, 'POST', '/v1/leads', lead)) as { id: string }).id;
  await send(midcoast, 'POST', '/v1/suppressions', {
    kind: 'email',
    value: 'stop@example.com',
    reason: 'revoked',
  });
  const imported = await fetch(new URL('/v1/imports?name=spring.csv', midcoast.url), {
    method: 'POST',
    headers: { authorization: `Bearer ${midcoast.apiKey}`, 'content-type': 'text/csv' },
    body: csv,
  });
  const { id: importId } = (await imported.json()) as { id: string };
  const accepted = await idOf(person);
  const duplicate = await idOf({ ...person, firstName: 'Anne', phone: null });
  const suppressed = await idOf({
    source: 'Cold Email',
    firstName: 'Sam',
    lastName: 'Stop',
    email: 'stop@example.com',
  });
  await readersCaughtUp(midcoast);
  return { accepted, duplicate, suppressed, importId };
}

/** Counts of sources and the leaderboard trail the log by moments. */
async function readersCaughtUp(midcoast: RunningMidcoast): Promise<void> {
  for (;;) {
    const { readers } = (await send(midcoast, 'GET', '/v1/system')) as { readers: { lagEvents: number }[] };
    if (readers.length > 0 && readers.every(({ lagEvents }) => lagEvents === 0)) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** A lead that repeats no other. */
export const freshLead = (n: number) => ({
  source: 'Trade Show',
  firstName: 'Fresh',
  lastName: `Number ${n}`,
  email: `fresh.${n}@frey.example`,
  company: 'Frey LLC',
});
