import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { parsePhoneNumberFromString } from 'libphonenumber-js/min';
import { exampleLeads } from './example-leads.ts';
import { leadBody, makeLeads, type MadeLead } from './lead-maker.ts';

const recipe = { seed: 7, count: 2_400, repeatShare: 1 / 12 };

/** What makes a lead the same person: its contacts in one spelling. */
const contactsOf = (lead: MadeLead) => [
  lead.email.toLowerCase(),
  ...(lead.phone === '' ? [] : [parsePhoneNumberFromString(lead.phone, 'US')?.number ?? '']),
];

describe('makeLeads', () => {
  it('makes the same leads of the same seed, and others of another', () => {
    assert.deepEqual(makeLeads(recipe), makeLeads(recipe));
    assert.notDeepEqual(makeLeads(recipe), makeLeads({ ...recipe, seed: 8 }));
    assert.deepEqual(makeLeads({ ...recipe, count: 10 }), makeLeads(recipe).slice(0, 10));
  });

  it('repeats as large a share of earlier people as it is told, and no one else', () => {
    const seen = new Set<string>();
    let repeats = 0;
    for (const lead of makeLeads(recipe)) {
      const contacts = contactsOf(lead);
      if (contacts.some((contact) => seen.has(contact))) repeats += 1;
      for (const contact of contacts) seen.add(contact);
    }
    assert.ok(repeats > 150 && repeats < 250, String(repeats));
    const alone = makeLeads({ ...recipe, repeatShare: 0 }).flatMap(contactsOf);
    assert.equal(new Set(alone).size, alone.length);
  });

  it('gives every lead a contact that no one has: a reserved domain, a phone kept for fiction', () => {
    for (const { email, phone } of makeLeads(recipe)) {
      assert.match(email, /^[a-z0-9.+]+@([a-z]+\.)?example\.(com|net|org)$/i);
      if (phone === '') continue;
      assert.match(phone, /555.01\d\d$/);
      assert.ok(parsePhoneNumberFromString(phone, 'US')?.isValid(), phone);
    }
  });

  it('goes on without phones where the fictional ones are used up', () => {
    const last = makeLeads({ seed: 1, count: 5_000, repeatShare: 0 }).at(-1);
    assert.equal(last?.phone, '');
    assert.notEqual(last?.email, '');
  });
});

describe('exampleLeads', () => {
  it('is what examples/leads.csv holds; node --test --test-update-snapshots writes it anew', (test) => {
    const path = fileURLToPath(new URL('../../../examples/leads.csv', import.meta.url));
    test.assert.fileSnapshot(exampleLeads(), path, { serializers: [(text: string) => text] });
  });
});

describe('leadBody', () => {
  const lead = (n: number, run: string) => JSON.parse(leadBody(n, run)) as { email: string; phone: string };

  it('gives every number of every run contacts of its own', () => {
    const runs = ['', 'a', 'b', 'ab', 'ba', 'round-1', 'round-2', 'A', 'ä', 'x'.repeat(300)];
    const seen = new Set<string>();
    for (const run of runs) {
      for (let n = 0; n < 1_000; n += 1) {
        const { email, phone } = lead(n, run);
        seen.add(email.toLowerCase()).add(phone);
      }
    }
    assert.equal(seen.size, runs.length * 1_000 * 2);
  });

  it('gives the same lead again for the same run and number', () => {
    const first = leadBody(5, 'a');
    leadBody(5, 'b');
    assert.equal(leadBody(5, 'a'), first);
  });

  it('gives valid phones and short e-mails however far it counts', () => {
    for (const n of [0, 1, 999_999, 123_456_789, 9_999_999_999]) {
      const { email, phone } = lead(n, 'any run');
      assert.ok(parsePhoneNumberFromString(phone)?.isValid(), phone);
      assert.match(email, /^[a-z.0-9]{3,64}@[a-z0-9]+\.example\.com$/i);
    }
  });
});
