/** How numbers, times and names are written. The zone is the viewer's unless another is given. */

const numbers = new Intl.NumberFormat('en');

/** 12345 → «12,345». */
export const count = (value: number) => numbers.format(value);

/** One number and its noun: «1 lead», «2,000 leads». */
export const counted = (value: number, one: string, many = `${one}s`) =>
  `${count(value)} ${value === 1 ? one : many}`;

/** Part of a whole as a percentage; nothing of nothing is «–». */
export const share = (part: number, whole: number) =>
  whole === 0 ? '–' : `${Math.round((part / whole) * 100)} %`;

const steps = [
  [86_400, 'd'],
  [3_600, 'h'],
  [60, 'min'],
  [1, 's'],
] as const;

/** Seconds in the largest unit that fits: «12 s», «3 min», «2 h», «5 d». */
export function duration(seconds: number): string {
  if (seconds > 0 && seconds < 1) return 'under 1 s';
  const [size, unit] = steps.find(([step]) => seconds >= step) ?? [1, 's'];
  return `${count(Math.floor(seconds / size))} ${unit}`;
}

/** Bytes in the largest unit that fits, powers of 1024: «1.4 MiB». */
export function bytes(value: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  const power = value < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(value) / 10));
  const scaled = value / 1024 ** power;
  return `${power === 0 ? scaled : scaled.toFixed(scaled < 10 ? 1 : 0)} ${units[power]}`;
}

/** When, in the zone of the viewer: the clock alone for today, the day too for another, the year for another year. */
export function moment(iso: string, now: Date, timeZone?: string): string {
  const at = new Date(iso);
  const zone = timeZone === undefined ? {} : { timeZone };
  const day = (date: Date) => date.toLocaleDateString('en-CA', zone);
  const time = clock(iso, timeZone);
  if (day(at) === day(now)) return time;
  const sameYear = day(at).slice(0, 4) === day(now).slice(0, 4);
  const date = at.toLocaleDateString('en-GB', {
    day: 'numeric',
    month: 'short',
    ...(sameYear ? {} : { year: 'numeric' }),
    ...zone,
  });
  return sameYear ? `${date}, ${time.slice(0, 5)}` : date;
}

/** The clock alone: «20:28:38». */
export const clock = (iso: string, timeZone?: string) =>
  new Date(iso).toLocaleTimeString('en-GB', {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    ...(timeZone === undefined ? {} : { timeZone }),
  });

/** The day alone, with its year: «23 Dec 2026». */
export function day(iso: string, timeZone?: string): string {
  const zone = timeZone === undefined ? {} : { timeZone };
  return new Date(iso).toLocaleDateString('en-GB', {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    ...zone,
  });
}

/** Exact time in UTC: «2026-11-23 20:28:38.123 UTC». */
export const exactUtc = (iso: string) => new Date(iso).toISOString().replace('T', ' ').replace('Z', ' UTC');

/** «do_not_contact» and «lead.accepted» as words: «Do not contact», «Lead accepted». */
export function words(code: string): string {
  const text = code
    .replaceAll(/[._-]+/g, ' ')
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .trim();
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** A value of any kind, as a source or an event gave it, in one line. */
export const plainValue = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value));

/** The end of an id: the start of a time-ordered id is its time, and the same for neighbours. */
export const shortId = (id: string) => `…${id.slice(-8)}`;

/** What a reader calls a lead: its name, company or contact; an erased one has none. */
export function leadName(lead: LeadNames): string {
  if (lead.erasedAt !== null) return 'Erased lead';
  const person = [lead.firstName, lead.lastName].filter(Boolean).join(' ');
  return person || lead.company || lead.email || lead.phone || 'Lead without a name';
}

type LeadNames = {
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly company: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  readonly erasedAt: string | null;
};
