import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { reasonTexts, score, type Signals } from './scoring.ts';

const nothing: Signals = {
  email: undefined,
  dialable: false,
  secondContact: false,
  fullName: false,
  company: false,
  website: undefined,
  place: false,
  consent: 'absent',
  badContacts: [],
};

describe('scoring', () => {
  it('gives the points of this table', () => {
    const golden: readonly [given: Partial<Signals>, score: number, reasons: string][] = [
      [{}, 0, ''],
      [{ email: 'ann@gmail.com' }, 20, 'email_valid 20'],
      [{ email: 'ann@lee.example' }, 30, 'email_valid 20, email_company 10'],
      [{ email: 'info@lee.example' }, 20, 'email_valid 20, email_company 10, email_role -10'],
      [{ email: 'sales@gmail.com' }, 10, 'email_valid 20, email_role -10'],
      [{ email: 'ann@mailinator.com' }, 0, 'email_valid 20, email_company 10, email_disposable -30'],
      [
        { email: 'info@yopmail.com' },
        0,
        'email_valid 20, email_company 10, email_role -10, email_disposable -30',
      ],
      [{ dialable: true }, 25, 'phone_dialable 25'],
      [{ secondContact: true }, 5, 'contact_second 5'],
      [{ fullName: true }, 10, 'name_full 10'],
      [{ company: true }, 5, 'company_given 5'],
      [{ website: 'lee.example' }, 0, ''],
      [
        { email: 'ann@lee.example', website: 'lee.example' },
        35,
        'email_valid 20, email_company 10, website_matches 5',
      ],
      [
        { email: 'ann@lee.example', website: 'HTTPS://WWW.Lee.Example:8080/x?y#z' },
        35,
        'email_valid 20, email_company 10, website_matches 5',
      ],
      [
        { email: 'ann@lee.example', website: 'https://other.example/lee.example' },
        30,
        'email_valid 20, email_company 10',
      ],
      [{ place: true }, 5, 'place_given 5'],
      [{ consent: 'stated' }, 5, 'consent_stated 5'],
      [{ consent: 'proved' }, 15, 'consent_stated 5, consent_proved 10'],
      [{ badContacts: ['email2'] }, 0, 'email_malformed 0'],
      [{ badContacts: ['phone', 'phone2'] }, 0, 'phone_not_dialable 0'],
    ];
    for (const [given, points, reasons] of golden) {
      const result = score({ ...nothing, ...given });
      assert.equal(result.score, points, JSON.stringify(given));
      assert.equal(result.reasons.map((reason) => `${reason.code} ${reason.points}`).join(', '), reasons);
    }
  });

  it('reaches 100 with everything, and never leaves 0 to 100', () => {
    const everything: Signals = {
      email: 'ann@lee.example',
      dialable: true,
      secondContact: true,
      fullName: true,
      company: true,
      website: 'lee.example',
      place: true,
      consent: 'proved',
      badContacts: ['email2'],
    };
    const { score: most, reasons } = score(everything);
    assert.equal(most, 100);
    assert.equal(
      reasons.reduce((sum, { points }) => sum + points, 0),
      100,
    );
    assert.equal(score({ ...nothing, email: 'info@mailinator.com' }).score, 0);
  });

  it('has words for every reason', () => {
    assert.deepEqual(Object.keys(reasonTexts), [
      'email_valid',
      'email_company',
      'email_role',
      'email_disposable',
      'phone_dialable',
      'contact_second',
      'name_full',
      'company_given',
      'website_matches',
      'place_given',
      'consent_stated',
      'consent_proved',
      'email_malformed',
      'phone_not_dialable',
      'suppressed_email',
      'suppressed_phone',
    ]);
    for (const text of Object.values(reasonTexts)) assert.match(text, /^[A-Z].*[^.]$/);
  });
});
