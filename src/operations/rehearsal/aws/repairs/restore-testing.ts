import type { AwsAnswer } from '../aws-call.ts';
import type { Repair } from '../repair-proxy.ts';
import { jsonAnswer, notFound, readJson } from './answers.ts';

const service = 'backup';

type Kept = Readonly<Record<string, unknown>>;

/**
 * Keeps the plans of AWS Backup's restore tests and their selections, which neither emulator has.
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/API_CreateRestoreTestingPlan.html
 */
export function restoreTestingRepairs(accountId: string): readonly Repair[] {
  const plans = new Map<string, Kept>();
  const selections = new Map<string, Kept>();
  const tags = new Map<string, Kept>();
  const now = () => Math.floor(Date.now() / 1000);
  const give = (kept: Kept | undefined, name: string): AwsAnswer =>
    kept === undefined
      ? notFound('there is no such restore testing plan or selection')
      : jsonAnswer({ [name]: kept });

  return [
    {
      service,
      operation: /^GET \/tags\/arn:aws:backup:[^/]*:restore-testing-plan:/,
      answer: async ({ operation }) =>
        jsonAnswer({ Tags: tags.get(operation.split(':').at(-1) ?? '') ?? {} }),
    },
    {
      service,
      operation: /^PUT \/restore-testing\/plans(\/[^/]+)?$/,
      async answer(call) {
        const { RestoreTestingPlan, Tags } = readJson(call) as { RestoreTestingPlan: Kept; Tags?: Kept };
        const sent = RestoreTestingPlan;
        const name = String(sent['RestoreTestingPlanName'] ?? call.operation.split('/').at(-1));
        const arn = `arn:aws:backup:${call.region}:${accountId}:restore-testing-plan:${name}`;
        const fixed = { RestoreTestingPlanName: name, RestoreTestingPlanArn: arn, CreationTime: now() };
        if (Tags !== undefined) tags.set(name, Tags);
        plans.set(name, { ...plans.get(name), ...sent, ...fixed });
        return jsonAnswer(fixed, 201);
      },
    },
    {
      service,
      operation: /^(GET|DELETE) \/restore-testing\/plans\/[^/]+$/,
      async answer({ method, operation }) {
        const name = operation.split('/').at(-1) ?? '';
        const plan = plans.get(name);
        if (method === 'DELETE') plans.delete(name);
        return give(plan, 'RestoreTestingPlan');
      },
    },
    {
      service,
      operation: /^PUT \/restore-testing\/plans\/[^/]+\/selections(\/[^/]+)?$/,
      async answer({ operation, body }) {
        const [, , , plan = '', , named] = operation.split('/');
        const sent = readJson({ body })['RestoreTestingSelection'] as Kept;
        const name = String(sent['RestoreTestingSelectionName'] ?? named);
        const fixed = {
          RestoreTestingPlanName: plan,
          RestoreTestingSelectionName: name,
          CreationTime: now(),
        };
        selections.set(`${plan}/${name}`, { ...selections.get(`${plan}/${name}`), ...sent, ...fixed });
        return jsonAnswer(
          { ...fixed, RestoreTestingPlanArn: plans.get(plan)?.['RestoreTestingPlanArn'] },
          201,
        );
      },
    },
    {
      service,
      operation: /^(GET|DELETE) \/restore-testing\/plans\/[^/]+\/selections\/[^/]+$/,
      async answer({ method, operation }) {
        const [, , , plan = '', , name = ''] = operation.split('/');
        const selection = selections.get(`${plan}/${name}`);
        if (method === 'DELETE') selections.delete(`${plan}/${name}`);
        return give(selection, 'RestoreTestingSelection');
      },
    },
  ];
}
