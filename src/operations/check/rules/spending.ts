import { blocks, declared, numberAt, placeOf, textsAt } from '../../declaration.ts';
import { costOf } from '../../cost/cost.ts';
import type { Rule } from '../rule.ts';

const watched: Rule = {
  id: 'spending-is-watched',
  says: 'A budget of what the environment states warns of what is spent, and of what will be.',
  mend: 'Let the budget of account.ts have monthlyBudgetUsd as its limit, and notifications ACTUAL and FORECASTED.',
  find: (platform) => {
    const { monthlyBudgetUsd } = platform.environment;
    const budgets = declared(platform, 'aws_budgets_budget');
    if (budgets.length === 0) return [{ where: 'platform', seen: 'there is no budget' }];
    return budgets.flatMap((budget) => {
      const limit = numberAt(budget.attributes, 'limit_amount');
      const heard = blocks(budget.attributes, 'notification')
        .filter((notification) => textsAt(notification, 'subscriber_email_addresses').length > 0)
        .map(({ notification_type: type }) => type);
      return [
        ...(limit === monthlyBudgetUsd
          ? []
          : [`its limit is ${limit ?? 'unknown'}, not ${monthlyBudgetUsd}`]),
        ...['ACTUAL', 'FORECASTED']
          .filter((type) => !heard.includes(type))
          .map((type) => `nobody hears of ${type}`),
      ].map((seen) => ({ where: placeOf(budget), seen }));
    });
  },
};

const covered: Rule = {
  id: 'budget-covers-low-use',
  says: 'The budget is no less than what low use is estimated at: a budget that no month keeps warns of nothing.',
  mend: 'Set monthlyBudgetUsd to what ./midcoast cost says, or make the environment smaller.',
  find: (platform) => {
    const { monthlyUsd, budgetUsd } = costOf(platform);
    if (monthlyUsd.low <= budgetUsd) return [];
    return [
      {
        where: 'monthlyBudgetUsd',
        seen: `is ${budgetUsd}, and low use costs ${Math.ceil(monthlyUsd.low)} a month`,
      },
    ];
  },
};

export const spendingRules: readonly Rule[] = [watched, covered];
