/** Fields that a column can be, beside `attributes.<name>`. A `fullName` becomes first and last name. */
export const leadFields = [
  'source',
  'firstName',
  'lastName',
  'fullName',
  'email',
  'email2',
  'phone',
  'phone2',
  'company',
  'website',
  'postalCode',
  'country',
  'consent.givenAt',
  'consent.text',
  'consent.evidenceUrl',
] as const;

export type LeadField = (typeof leadFields)[number];

/**
 * Names that columns have in the files of others, as `spellingOf` writes them: the only table of its kind.
 * A field's own name and «attributes.<name>» need no entry. `Account Id` is none: it is not the tenant.
 */
const spellings: Readonly<Record<LeadField, string>> = {
  source: 'leadsource sourcename leadsourcename quelle',
  firstName: 'first fname givenname forename contactfirstname vorname prenom nombre',
  lastName: 'last lname surname familyname secondname contactlastname nachname familienname apellido',
  fullName: 'name wholename contactname personname leadname clientname customername ansprechpartner',
  email:
    'mail email1 emailaddress emailaddress1 mailaddress primaryemail workemail businessemail companyemail ' +
    'personalemail contactemail emailid emailadresse',
  email2: 'mail2 emailaddress2 secondaryemail secondemail alternateemail alternativeemail otheremail',
  phone:
    'phone1 phonenumber phonenumber1 phoneno telephone telephone1 telephonenumber tel tel1 mobile mobilephone ' +
    'mobilenumber cell cellphone cellnumber workphone businessphone homephone directphone primaryphone ' +
    'contactphone contactnumber telefon telefonnummer handy mobil',
  phone2:
    'phonenumber2 telephone2 tel2 mobile2 secondaryphone secondphone alternatephone alternativephone otherphone',
  company:
    'companyname organisation organization organisationname organizationname org employer business businessname ' +
    'firm firma unternehmen',
  website: 'web websiteurl url weburl webaddress webpage site homepage companywebsite webseite',
  postalCode: 'postcode postalzip zip zipcode zippostalcode zippostcode plz postleitzahl',
  country: 'countrycode countryname countryregion isocountry countryiso nation land',
  'consent.givenAt':
    'consentdate consenttime consentdatetime consenttimestamp consentedat optindate optintime optintimestamp optedinat',
  'consent.text': 'consentlanguage consentwording consentstatement tcpatext tcpalanguage',
  'consent.evidenceUrl':
    'consenturl consentproof consentproofurl evidenceurl certificateurl trustedformcerturl xxtrustedformcerturl',
};

/** What is left of a name where letter case, accents, spaces and signs are not looked at. */
export function spellingOf(name: string): string {
  return name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, '');
}

/** A field that a name means, and whether the name is the field's own. */
export type Named = { readonly field: LeadField; readonly own: boolean };

/** The field that a column's name means; undefined where the name is none of the table. */
export function fieldNamed(name: string): Named | undefined {
  return fields.get(spellingOf(name));
}

const fields: ReadonlyMap<string, Named> = new Map<string, Named>(
  leadFields.flatMap((field): (readonly [string, Named])[] => [
    ...spellings[field].split(' ').map((spelling) => [spelling, { field, own: false }] as const),
    [spellingOf(field), { field, own: true }],
  ]),
);
