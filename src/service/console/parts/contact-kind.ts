import type { SuppressionView } from '../../http/api/suppression-api.ts';

/** The kinds of contact in words. */
export const contactWords: Readonly<Record<SuppressionView['kind'], string>> = {
  email: 'E-mail',
  phone: 'Phone',
};
