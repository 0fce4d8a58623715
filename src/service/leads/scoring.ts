/** A reason of a score: its code and the points that it gave. The words stand in `reasonTexts`. */
export type Reason = { readonly code: ReasonCode; readonly points: number };

/** What scoring looks at: facts about a lead, no contact itself. */
export type Signals = {
  readonly email: string | undefined;
  readonly dialable: boolean;
  readonly secondContact: boolean;
  readonly fullName: boolean;
  readonly company: boolean;
  readonly website: string | undefined;
  readonly place: boolean;
  readonly consent: 'proved' | 'stated' | 'absent';
  readonly badContacts: readonly BadContact[];
};

export type BadContact = 'email' | 'email2' | 'phone' | 'phone2';

type Signal = {
  readonly points: number;
  readonly text: string;
  readonly holds: (signals: Signals) => boolean;
};

/**
 * The whole of scoring: each signal that holds gives its points; the sum is kept within 0 and 100. A signal
 * of no points is a remark.
 */
const table = {
  email_valid: { points: 20, text: 'The e-mail address is well formed', holds: (s) => s.email !== undefined },
  email_company: {
    points: 10,
    text: 'The e-mail address is a company’s, not a free provider’s',
    holds: (s) => s.email !== undefined && !freeProviders.has(domainOf(s.email)),
  },
  email_role: {
    points: -10,
    text: 'The e-mail address is a department’s, not a person’s',
    holds: (s) => s.email !== undefined && roleNames.has(s.email.slice(0, s.email.indexOf('@'))),
  },
  email_disposable: {
    points: -30,
    text: 'The e-mail address is a throw-away one',
    holds: (s) => s.email !== undefined && disposableProviders.has(domainOf(s.email)),
  },
  phone_dialable: { points: 25, text: 'The phone number can be dialled', holds: (s) => s.dialable },
  contact_second: {
    points: 5,
    text: 'There is a second way to reach the person',
    holds: (s) => s.secondContact,
  },
  name_full: { points: 10, text: 'First and last name are given', holds: (s) => s.fullName },
  company_given: { points: 5, text: 'The company is given', holds: (s) => s.company },
  website_matches: {
    points: 5,
    text: 'The website is of the e-mail address’s domain',
    holds: (s) => s.email !== undefined && s.website !== undefined && hostOf(s.website) === domainOf(s.email),
  },
  place_given: { points: 5, text: 'The postal code is given', holds: (s) => s.place },
  consent_stated: { points: 5, text: 'Consent is stated', holds: (s) => s.consent !== 'absent' },
  consent_proved: {
    points: 10,
    text: 'The proof of consent is linked',
    holds: (s) => s.consent === 'proved',
  },
  email_malformed: {
    points: 0,
    text: 'An e-mail address is not well formed',
    holds: (s) => hasBad(s, 'email'),
  },
  phone_not_dialable: {
    points: 0,
    text: 'A phone number cannot be dialled',
    holds: (s) => hasBad(s, 'phone'),
  },
} as const satisfies Record<string, Signal>;

const suppressionTexts = {
  suppressed_email: 'The e-mail address is on the suppression list',
  suppressed_phone: 'The phone number is on the suppression list',
} as const;

export type ReasonCode = keyof typeof table | keyof typeof suppressionTexts;

/** The words of each reason, for answers and pages. */
export const reasonTexts: Readonly<Record<ReasonCode, string>> = {
  ...(Object.fromEntries(Object.entries(table).map(([code, signal]) => [code, signal.text])) as Record<
    keyof typeof table,
    string
  >),
  ...suppressionTexts,
};

/** Scores a lead from 0 to 100, with every reason in the order of the table. */
export function score(signals: Signals): Score {
  let holding = 0;
  signalsInOrder.forEach(({ holds }, place) => {
    if (holds(signals)) holding |= 1 << place;
  });
  const before = scored.get(holding);
  if (before !== undefined) return before;
  const made = scoreOf(holding);
  scored.set(holding, made);
  return made;
}

/** A list of reasons as JSON; of a list that scoring handed out it is written once. */
export function reasonsJson(reasons: readonly Reason[]): string {
  const before = written.get(reasons);
  if (before !== undefined) return before;
  const json = JSON.stringify(reasons);
  written.set(reasons, json);
  return json;
}

const written = new WeakMap<readonly Reason[], string>();

type Score = { readonly score: number; readonly reasons: readonly Reason[] };

/** By the signals that hold, a bit each: the same signals give the very same score and list. */
const scored = new Map<number, Score>();

function scoreOf(holding: number): Score {
  const rows = Object.entries(table).filter((_, place) => (holding & (1 << place)) !== 0);
  const reasons = rows.map(([code, { points }]) => ({ code: code as keyof typeof table, points }));
  const sum = reasons.reduce((total, { points }) => total + points, 0);
  return { score: Math.max(0, Math.min(100, sum)), reasons };
}

const signalsInOrder: readonly Signal[] = Object.values(table);

function hasBad(signals: Signals, kind: 'email' | 'phone'): boolean {
  return signals.badContacts.some((contact) => contact.startsWith(kind));
}

function domainOf(email: string): string {
  return email.slice(email.indexOf('@') + 1);
}

function hostOf(website: string): string {
  const host = /^(?:https?:\/\/)?(?:www\.)?([^/:?#]+)/i.exec(website)?.[1];
  return host === undefined ? '' : host.toLowerCase();
}

const freeProviders: ReadonlySet<string> = new Set([
  'gmail.com',
  'googlemail.com',
  'yahoo.com',
  'ymail.com',
  'hotmail.com',
  'outlook.com',
  'live.com',
  'msn.com',
  'icloud.com',
  'me.com',
  'aol.com',
  'gmx.com',
  'gmx.de',
  'gmx.net',
  'web.de',
  'mail.com',
  'proton.me',
  'protonmail.com',
  'zoho.com',
  'yandex.com',
  'comcast.net',
  'verizon.net',
  'att.net',
]);

const disposableProviders: ReadonlySet<string> = new Set([
  'mailinator.com',
  'guerrillamail.com',
  '10minutemail.com',
  'tempmail.com',
  'temp-mail.org',
  'yopmail.com',
  'trashmail.com',
  'throwawaymail.com',
  'sharklasers.com',
  'getnada.com',
  'dispostable.com',
  'maildrop.cc',
  'fakeinbox.com',
  'mintemail.com',
  'mohmal.com',
  'emailondeck.com',
]);

const roleNames: ReadonlySet<string> = new Set([
  'info',
  'sales',
  'admin',
  'support',
  'contact',
  'office',
  'hello',
  'help',
  'noreply',
  'no-reply',
  'webmaster',
  'postmaster',
  'billing',
  'marketing',
  'hr',
  'jobs',
  'team',
]);
