import type { Rule } from '../rule.ts';
import { ofKind } from '../objects/manifest.ts';

const runbooks: Rule = {
  id: 'alerts-have-runbooks',
  says: 'Every alert leads to a page that says what to do, and there is that page.',
  mend: 'Write docs/runbooks/<name>.md with When, Do, Check and Undo, and give the alert its name.',
  find: (platform, { runbooks: written }) => {
    const rules = ofKind(platform, 'PrometheusRule')
      .flatMap((manifest) => manifest.spec.groups ?? [])
      .flatMap(({ rules: found = [] }) => found);
    return rules.flatMap(({ alert, annotations = {} }) => {
      if (alert === undefined) return [];
      const address = annotations['runbook_url'] ?? '';
      const page = /^https:\/\/.+\/docs\/runbooks\/([a-z-]+)\.md$/.exec(address)?.[1];
      if (page !== undefined && written.includes(page)) return [];
      const seen = page === undefined ? 'has no runbook' : `leads to ${page}, which nobody has written`;
      return [{ where: `PrometheusRule ${alert}`, seen }];
    });
  },
};

export const alertRunbookRules: readonly Rule[] = [runbooks];
