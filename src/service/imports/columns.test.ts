import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { contactKeys } from '../leads/contact.ts';
import { parseLead } from '../leads/candidate.ts';
import { mapColumns, type ColumnOptions } from './columns.ts';

function fields(columns: readonly string[], options?: ColumnOptions): (string | null)[] {
  const mapped = mapColumns(columns, options);
  assert.ok(mapped.kind === 'mapped', JSON.stringify(mapped));
  assert.deepEqual(
    mapped.mapping.map(({ column }) => column),
    columns,
  );
  return mapped.mapping.map(({ field }) => field);
}

function faults(columns: readonly string[], options?: ColumnOptions) {
  const mapped = mapColumns(columns, options);
  assert.ok(mapped.kind === 'refused');
  return mapped.faults;
}

function lead(columns: readonly string[], cells: readonly string[]) {
  const mapped = mapColumns(columns);
  assert.ok(mapped.kind === 'mapped');
  return mapped.toLeadInput(cells);
}

describe('mapColumns', () => {
  it('takes the columns of the Datablist sample files as they are', () => {
    const columns =
      'Index,Account Id,Lead Owner,First Name,Last Name,Company,Phone 1,Phone 2,Email 1,Email 2,Website,Source,Deal Stage,Notes';
    assert.deepEqual(fields(columns.split(',')), [
      'attributes.index',
      'attributes.accountId',
      'attributes.leadOwner',
      'firstName',
      'lastName',
      'company',
      'phone',
      'phone2',
      'email',
      'email2',
      'website',
      'source',
      'attributes.dealStage',
      'attributes.notes',
    ]);
  });

  const cases: readonly (readonly [
    reason: string,
    columns: readonly string[],
    fields: readonly (string | null)[],
  ])[] = [
    [
      'the fields’ own names',
      [
        'source',
        'firstName',
        'email2',
        'email',
        'postalCode',
        'consent.givenAt',
        'consent.text',
        'consent.evidenceUrl',
        'attributes.deal_stage',
      ],
      [
        'source',
        'firstName',
        'email2',
        'email',
        'postalCode',
        'consent.givenAt',
        'consent.text',
        'consent.evidenceUrl',
        'attributes.deal_stage',
      ],
    ],
    [
      'common spellings',
      ['first_name', 'Surname', 'E-Mail', 'Mobile', 'ZIP', 'Organisation', 'Lead Source', 'Country/Region'],
      ['firstName', 'lastName', 'email', 'phone', 'postalCode', 'company', 'source', 'country'],
    ],
    [
      'a few German ones',
      ['Vorname', 'Nachname', 'E-Mail-Adresse', 'Telefon', 'PLZ'],
      ['firstName', 'lastName', 'email', 'phone', 'postalCode'],
    ],
    [
      'a second phone of another name as the second',
      ['Mobile', 'Work Phone', 'Home phone'],
      ['phone', 'phone2', 'attributes.homePhone'],
    ],
    [
      'a field’s own name before other spellings of it',
      ['Mobile', 'Phone', 'Organization', 'Company'],
      ['phone2', 'phone', 'attributes.organization', 'company'],
    ],
    [
      'a repeated name as the second',
      ['Email', 'Email 2', 'Email 3'],
      ['email', 'email2', 'attributes.email3'],
    ],
    [
      'an attribute by its name in camelCase',
      ['Email', 'UTM_SOURCE', 'dealStage', 'Größe (m²)', '2nd visit'],
      ['email', 'attributes.utmSource', 'attributes.dealStage', 'attributes.größeM²', 'attributes.2ndVisit'],
    ],
    [
      'attributes of one name under two',
      ['Email', 'Deal stage', 'deal_stage'],
      ['email', 'attributes.dealStage', 'attributes.dealStage2'],
    ],
    ['a whole name where its parts have no columns', ['Full name', 'Email'], ['fullName', 'email']],
    [
      'a whole name beside its parts as an attribute',
      ['Full name', 'First name', 'Last name', 'Email'],
      ['attributes.fullName', 'firstName', 'lastName', 'email'],
    ],
    [
      'a name beside a first name as the last',
      ['Name', 'Vorname', 'Email'],
      ['lastName', 'firstName', 'email'],
    ],
    ['a name without letters by its place', ['Email', '!!'], ['email', 'attributes.column2']],
    [
      'names that objects have of themselves as any other',
      ['Email', '__proto__', 'attributes.__proto__'],
      ['email', 'attributes.proto', 'attributes.attributesProto'],
    ],
  ];
  for (const [reason, columns, expected] of cases) {
    it(`maps ${reason}`, () => assert.deepEqual(fields(columns), expected));
  }

  it('keeps a source column as an attribute where the whole file has one source', () => {
    assert.deepEqual(fields(['Email', 'Source'], { sourceGiven: true }), ['email', 'attributes.source']);
  });

  it('does as it is told: another field, an attribute, or left out', () => {
    const override = { Kontakt: 'email', 'e-mail': 'attributes.oldEmail', Notes: '-' };
    assert.deepEqual(fields(['Kontakt', 'E-Mail', 'Notes', 'Phone'], { override }), [
      'email',
      'attributes.oldEmail',
      null,
      'phone',
    ]);
  });

  it('says all that is wrong with what it is told, and what is allowed', () => {
    const override = { Phone: 'mobile', Fax: 'phone', Email: 'source', Notes: 'source' };
    const found = faults(['Email', 'Phone', 'Notes'], { override });
    assert.deepEqual(
      found.map(({ path, code }) => [path, code]),
      [
        ['/map/Phone', 'unknown_field'],
        ['/map/Fax', 'unknown_column'],
        ['/map/Notes', 'field_taken'],
      ],
    );
    assert.ok(found[0]?.allowed?.includes('postalCode') && found[0].allowed.includes('attributes.<name>'));
    assert.deepEqual(found[1]?.allowed, ['Email', 'Phone', 'Notes']);
  });

  it('refuses a file without names, and quotes nothing of it', () => {
    for (const cell of ['ann@example.com', '+1 202-555-0143', '(202) 555 0143', 'https://example.com/a']) {
      const found = faults(['Ann', cell]);
      assert.deepEqual(
        found.map(({ code }) => code),
        ['no_header'],
      );
      assert.doesNotMatch(JSON.stringify(found), /Ann|555|example/);
    }
  });

  it('refuses a file in which no one can be reached, unless told which column it is', () => {
    assert.deepEqual(
      faults(['Name', 'City']).map(({ code }) => code),
      ['no_contact_column'],
    );
    assert.deepEqual(
      faults(['Email'], { override: { Email: '-' } }).map(({ code }) => code),
      ['no_contact_column'],
    );
    assert.deepEqual(fields(['Name', 'Reach'], { override: { Reach: 'phone' } }), ['fullName', 'phone']);
  });
});

describe('toLeadInput', () => {
  it('parts a whole name', () => {
    assert.deepEqual(lead(['Name', 'Email'], ['Ann van Lee', 'ann@example.com']), {
      firstName: 'Ann',
      lastName: 'van Lee',
      email: 'ann@example.com',
    });
    assert.deepEqual(lead(['Name', 'Email'], ['', 'ann@example.com']), { email: 'ann@example.com' });
  });

  it('makes the lead that the API takes, trimmed and without what is empty', () => {
    const columns = [
      'Source',
      'First name',
      'Last name',
      'Email',
      'Consent date',
      'Consent text',
      'Stage',
      'Notes',
    ];
    const made = lead(columns, [
      ' web ',
      'Ann',
      '',
      ' ann@example.com ',
      '2026-01-05T10:00:00Z',
      '',
      ' new ',
      ' ',
    ]);
    assert.deepEqual(made, {
      source: 'web',
      firstName: 'Ann',
      email: 'ann@example.com',
      consent: { givenAt: '2026-01-05T10:00:00Z' },
      attributes: { stage: 'new' },
    });
    assert.equal(parseLead(made, contactKeys(Buffer.alloc(32))).kind, 'candidate');
  });

  it('has no consent and no attributes where none is given', () => {
    assert.deepEqual(lead(['Email', 'Consent date', 'Notes'], ['a@example.com', ' ', '']), {
      email: 'a@example.com',
    });
  });

  const countries: readonly (readonly [name: string, code: string])[] = [
    ['us', 'US'],
    ['USA', 'US'],
    ['U.S.A.', 'US'],
    ['United States', 'US'],
    ['uk', 'GB'],
    ['United Kingdom', 'GB'],
    ['Germany', 'DE'],
    ['Côte d’Ivoire', 'CI'],
    ['Atlantis', 'Atlantis'],
  ];
  for (const [name, code] of countries) {
    it(`reads the country «${name}» as ${code}`, () => {
      assert.equal(lead(['Email', 'Country'], ['', name]).country, code);
    });
  }
});
