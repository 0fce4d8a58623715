import { Type, type Static } from 'typebox';

/** Limits of one lead as given; beyond them it is refused, never cut. */
export const leadLimits = {
  nameLength: 200,
  emailLength: 320,
  phoneLength: 60,
  urlLength: 2_000,
  consentTextLength: 5_000,
  attributes: 100,
  attributeNameLength: 100,
  attributeLength: 2_000,
  /** Bytes of one lead as JSON. */
  bytes: 64 * 1024,
} as const;

const text = (maxLength: number, description: string) =>
  Type.Unsafe<string | null>({ type: ['string', 'null'], maxLength, description });

/** Not `Type.Record`: its pattern of names passes by those with a line break, and so their values. */
const Attributes = Type.Unsafe<Record<string, string | number | boolean | null>>({
  type: 'object',
  additionalProperties: {
    type: ['string', 'number', 'boolean', 'null'],
    maxLength: leadLimits.attributeLength,
  },
  maxProperties: leadLimits.attributes,
  propertyNames: { maxLength: leadLimits.attributeNameLength },
  description: 'Whatever else the source knows',
});

export const ConsentInput = Type.Object(
  {
    givenAt: Type.Optional(
      Type.Unsafe<string | null>({
        type: ['string', 'null'],
        format: 'date-time',
        description: 'When it was given',
      }),
    ),
    text: Type.Optional(text(leadLimits.consentTextLength, 'The words that the person agreed to')),
    evidenceUrl: Type.Optional(text(leadLimits.urlLength, 'Where the proof is kept')),
  },
  { additionalProperties: false },
);

/**
 * A lead as a source gives it. One valid e-mail or one dialable phone is needed; a bad second contact is
 * a remark in the reasons, not a refusal. Empty text means absent.
 */
export const LeadInput = Type.Object(
  {
    source: Type.String({ minLength: 1, maxLength: 100, pattern: '\\S', description: 'Name of the source' }),
    firstName: Type.Optional(text(leadLimits.nameLength, 'Given name')),
    lastName: Type.Optional(text(leadLimits.nameLength, 'Family name')),
    email: Type.Optional(text(leadLimits.emailLength, 'E-mail address')),
    email2: Type.Optional(text(leadLimits.emailLength, 'A second e-mail address')),
    phone: Type.Optional(text(leadLimits.phoneLength, 'Phone, E.164 or national to the country')),
    phone2: Type.Optional(text(leadLimits.phoneLength, 'A second phone')),
    company: Type.Optional(text(leadLimits.nameLength, 'Company')),
    website: Type.Optional(text(leadLimits.urlLength, 'Website')),
    postalCode: Type.Optional(text(20, 'Postal code')),
    country: Type.Optional(
      Type.Unsafe<string | null>({
        type: ['string', 'null'],
        pattern: '^([A-Za-z]{2})?$',
        description: 'ISO 3166-1 alpha-2; US where it is absent',
      }),
    ),
    consent: Type.Optional(Type.Union([ConsentInput, Type.Null()])),
    attributes: Type.Optional(Attributes),
  },
  { additionalProperties: false, description: 'A lead as a source gives it' },
);

export type LeadInput = Static<typeof LeadInput>;
