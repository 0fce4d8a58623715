import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseLead, type Candidate } from './candidate.ts';
import { testKeys } from './test-lead-database.ts';

const parse = (given: unknown) => parseLead(given, testKeys);
const lead = (more: object = {}) => ({ source: 'Web', email: 'ann@lee.example', ...more });

function candidate(given: unknown): Candidate {
  const parsed = parse(given);
  assert.ok(parsed.kind === 'candidate', JSON.stringify(parsed));
  return parsed.candidate;
}

function faults(given: unknown): [path: string, code: string][] {
  const parsed = parse(given);
  assert.ok(parsed.kind === 'rejected', JSON.stringify(parsed));
  return parsed.faults.map(({ path, code }) => [path, code]);
}

describe('a lead as it is given', () => {
  it('is kept as given, trimmed, without what is empty', () => {
    const { person, sourceName } = candidate({
      source: ' Web ',
      firstName: ' Ann ',
      lastName: '  ',
      email: ' Ann@Lee.example ',
      phone: null,
      company: '',
      consent: { givenAt: '2026-01-02T03:04:05Z', text: ' I agree ' },
      attributes: { 'Account Id': '7', budget: 5, hot: true, none: null },
    });
    assert.equal(sourceName, 'Web');
    assert.deepEqual(JSON.parse(person), {
      firstName: 'Ann',
      email: 'Ann@Lee.example',
      consent: { givenAt: '2026-01-02T03:04:05Z', text: ' I agree ' },
      attributes: { 'Account Id': '7', budget: 5, hot: true, none: null },
    });
  });

  it('has each contact once, by kind and in order', () => {
    const { contacts } = candidate(
      lead({
        email: 'Ann@Lee.example',
        email2: 'ann@lee.example',
        phone: '(212) 555-0123',
        phone2: '+1 212 555 0124',
      }),
    );
    assert.deepEqual(
      contacts.map(({ kind, value }) => [kind, value]),
      [
        ['email', 'ann@lee.example'],
        ['phone', '+12125550123'],
        ['phone', '+12125550124'],
      ],
    );
    assert.equal(contacts[0]?.key, testKeys('ann@lee.example'));
  });

  it('reads a national phone as one of its country', () => {
    assert.equal(
      candidate({ source: 'Web', phone: '030 901820', country: 'de' }).contacts[0]?.value,
      '+4930901820',
    );
  });

  it('needs one contact; a bad second one is a remark', () => {
    assert.deepEqual(faults({ source: 'Web' }), [['', 'contact_missing']]);
    assert.deepEqual(faults({ source: 'Web', email: '', phone: ' ' }), [['', 'contact_missing']]);
    assert.deepEqual(faults({ source: 'Web', email: 'x', phone: '12', phone2: '13' }), [
      ['/email', 'email_malformed'],
      ['/phone', 'phone_not_dialable'],
      ['/phone2', 'phone_not_dialable'],
    ]);
    const { reasons, contacts } = candidate(lead({ email2: 'x', phone: '12' }));
    assert.deepEqual(
      reasons.filter(({ points }) => points === 0).map(({ code }) => code),
      ['email_malformed', 'phone_not_dialable'],
    );
    assert.equal(contacts.length, 1);
  });

  it('is refused with every fault at its place', () => {
    assert.deepEqual(faults({}), [['/source', 'missing']]);
    assert.deepEqual(faults(null), [['', 'wrong_type']]);
    assert.deepEqual(faults([]).length, 1);
    assert.deepEqual(
      new Set(faults({ source: '  ', firstName: 5, country: 'USA', bogus: 1 }).map(String)),
      new Set([
        '/source,wrong_format',
        '/firstName,wrong_type',
        '/country,wrong_format',
        '/bogus,unknown_field',
      ]),
    );
    assert.deepEqual(faults(lead({ consent: { givenAt: 'yesterday' } })), [
      ['/consent/givenAt', 'wrong_format'],
    ]);
    assert.deepEqual(faults(lead({ consent: 5 })), [['/consent', 'wrong_type']]);
    assert.deepEqual(faults(lead({ attributes: null })), [['/attributes', 'wrong_type']]);
  });

  it('is refused over its limits, never cut', () => {
    assert.deepEqual(faults(lead({ firstName: 'x'.repeat(201) })), [['/firstName', 'too_long']]);
    assert.deepEqual(faults(lead({ attributes: { a: 'x'.repeat(2_001) } })), [['/attributes/a', 'too_long']]);
    const attributes = Object.fromEntries(Array.from({ length: 101 }, (_, index) => [`a${index}`, 1]));
    assert.deepEqual(faults(lead({ attributes })), [['/attributes', 'too_many']]);
    assert.deepEqual(faults(lead({ attributes: { ['x'.repeat(101)]: 1 } })), [['/attributes', 'wrong_name']]);
  });

  it('has flat attributes, whatever they are called', () => {
    for (const name of ['deep', 'two\nlines', '', '__proto__']) {
      const attributes = JSON.parse(`{${JSON.stringify(name)}: {"deep": 1}}`) as object;
      assert.equal(faults(lead({ attributes })).length, 1, JSON.stringify(name));
    }
    assert.equal(
      JSON.parse(candidate(lead({ attributes: { 'two\nlines': 'x' } })).person).attributes['two\nlines'],
      'x',
    );
  });

  it('is refused with a text that the database cannot give back', () => {
    for (const bad of ['a\0b', '\ud800', 'x\udc00y', '\udfff', '\udbff\udbff']) {
      for (const given of [
        lead({ firstName: bad }),
        lead({ attributes: { a: bad } }),
        lead({ attributes: { [bad]: 1 } }),
        lead({ source: bad }),
      ]) {
        assert.deepEqual(faults(given), [['', 'bad_character']], JSON.stringify(given));
      }
    }
    for (const good of ['😀', String.raw`\u0000`, String.raw`\\ud800`, 'C:\\users']) {
      assert.equal(JSON.parse(candidate(lead({ firstName: good })).person).firstName, good);
    }
  });

  it('is refused without its values being repeated', () => {
    const told = JSON.stringify(
      parse({
        source: 'Web',
        email: 'zqx not mail',
        phone: 'zqx',
        firstName: 'zqx'.repeat(100),
        country: 'zqx',
      }),
    );
    assert.ok(!told.includes('zqx'), told);
  });

  it('is scored by what it gives', () => {
    const { score, reasons } = candidate({
      source: 'Web',
      firstName: 'Ann',
      lastName: 'Lee',
      email: 'ann@lee.example',
      phone: '+12125550123',
      company: 'Lee',
      website: 'https://www.Lee.example/about',
      postalCode: '10001',
      consent: { text: 'yes', evidenceUrl: 'https://proof.example' },
    });
    assert.equal(score, 100);
    assert.equal(reasons.length, 10);
    assert.equal(
      candidate(lead({ consent: { evidenceUrl: 'https://proof.example' } })).score,
      30,
      'a proof of nothing stated is none',
    );
  });
});
