import { Type, type Static } from 'typebox';
import { LeadInput } from '../../leads/lead-input.ts';
import { eventTypes, verdicts } from '../../contract.ts';
import { Count, Id, IdParams, Position, Time, listOf, nullable, pageQuery } from './fields.ts';
import { operation } from './operation.ts';

const tag = 'Leads';

export const Verdict = Type.Enum(verdicts);
export const ContactKind = Type.Enum(['email', 'phone']);

export const Reason = Type.Object({ code: Type.String(), points: Type.Integer(), text: Type.String() });

export const LeadAccepted = Type.Object({
  id: Id,
  verdict: Type.Literal('accepted'),
  score: Type.Integer({ minimum: 0, maximum: 100 }),
  reasons: Type.Array(Reason),
  position: Position,
  receivedAt: Time,
});

export const LeadNotAccepted = Type.Union([
  Type.Object({
    id: Id,
    verdict: Type.Literal('duplicate'),
    duplicateOf: Id,
    matchedOn: Type.Array(ContactKind, { minItems: 1 }),
  }),
  Type.Object({ id: Id, verdict: Type.Literal('suppressed'), reasons: Type.Array(Reason) }),
]);

export const postLead = operation({
  method: 'POST',
  path: '/v1/leads',
  tag,
  summary: 'Give a lead; the answer comes after its commit',
  permission: 'leads:write',
  headers: Type.Object({
    'idempotency-key': Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 255,
        pattern: '^[\\x21-\\x7e]+$',
        description: 'Kept 24 h per API key',
      }),
    ),
  }),
  body: LeadInput,
  answers: { 201: LeadAccepted, 200: LeadNotAccepted },
  problems: [400, 409, 413, 415, 422],
});

const optionalText = nullable(Type.String());

export const LeadView = Type.Object({
  id: Id,
  verdict: Verdict,
  source: Type.String(),
  duplicateOf: nullable(Id),
  matchedOn: Type.Array(ContactKind),
  score: nullable(Type.Integer()),
  reasons: Type.Array(Reason),
  firstName: optionalText,
  lastName: optionalText,
  email: optionalText,
  email2: optionalText,
  phone: optionalText,
  phone2: optionalText,
  company: optionalText,
  website: optionalText,
  postalCode: optionalText,
  country: optionalText,
  consent: nullable(Type.Object({ givenAt: nullable(Time), text: optionalText, evidenceUrl: optionalText })),
  attributes: Type.Record(Type.String(), Type.Unknown()),
  position: Position,
  receivedAt: Time,
  importId: nullable(Id),
  erasedAt: nullable(Time),
});

export type LeadView = Static<typeof LeadView>;

export const listLeads = operation({
  method: 'GET',
  path: '/v1/leads',
  tag,
  summary: 'Leads, newest first',
  permission: 'leads:read',
  query: Type.Object({
    ...pageQuery,
    verdict: Type.Optional(Verdict),
    source: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
    importId: Type.Optional(Id),
    q: Type.Optional(
      Type.String({
        minLength: 2,
        maxLength: 320,
        description: 'An id, a whole e-mail or phone, or part of a name or company among the newest 10,000',
      }),
    ),
  }),
  answers: { 200: listOf(LeadView) },
  problems: [400],
});

export const getLead = operation({
  method: 'GET',
  path: '/v1/leads/{id}',
  tag,
  summary: 'One lead',
  permission: 'leads:read',
  params: IdParams,
  answers: { 200: LeadView },
  problems: [400, 404],
});

export const EventView = Type.Object({
  position: Position,
  id: Id,
  type: Type.Enum(eventTypes),
  time: Time,
  subject: nullable(Type.String({ description: 'Id of what it is about' })),
  data: Type.Record(Type.String(), Type.Unknown()),
});

export type EventView = Static<typeof EventView>;

export const getLeadHistory = operation({
  method: 'GET',
  path: '/v1/leads/{id}/history',
  tag,
  summary: 'What happened to a lead, oldest first',
  permission: 'leads:read',
  params: IdParams,
  query: Type.Object(pageQuery),
  answers: { 200: listOf(EventView) },
  problems: [400, 404],
});

export const eraseLead = operation({
  method: 'DELETE',
  path: '/v1/leads/{id}',
  tag,
  summary: 'Erase the personal data of one lead',
  permission: 'leads:erase',
  params: IdParams,
  answers: { 204: null },
  problems: [400, 404],
});

export const Erasure = Type.Object({ id: Id, leads: Count, requestedAt: Time });

export const postErasure = operation({
  method: 'POST',
  path: '/v1/erasures',
  tag,
  summary: 'Erase every lead that holds a contact',
  permission: 'leads:erase',
  body: Type.Object(
    { kind: ContactKind, value: Type.String({ minLength: 3, maxLength: 320 }) },
    { additionalProperties: false },
  ),
  answers: { 201: Erasure },
  problems: [400, 413, 415, 422],
});

export const listErasures = operation({
  method: 'GET',
  path: '/v1/erasures',
  tag,
  summary: 'Erasures, newest first',
  permission: 'leads:read',
  query: Type.Object(pageQuery),
  answers: { 200: listOf(Erasure) },
  problems: [400],
});
