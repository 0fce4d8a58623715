/** Why no more leads are taken with a contact. A revoked consent is a suppression like the others. */
export const suppressionReasons = [
  'revoked',
  'do_not_contact',
  'complaint',
  'bounced',
  'fraud',
  'other',
] as const;

export type SuppressionReason = (typeof suppressionReasons)[number];
