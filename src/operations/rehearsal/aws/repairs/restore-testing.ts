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
  const tags = new Map<string, Kept>();
  const plans = new Map<string, Kept>();
  return [
    {
      service,
      operation: /^GET \/tags\/arn:aws:backup:[^/]*:restore-testing-plan:/,
      answer: async ({ operation, region }) =>
        jsonAnswer({ Tags: tags.get(`${region} ${lastOf(operation, ':')}`) ?? {} }),
    },
    {
      service,
      operation: /^PUT \/restore-testing\/plans(\/[^/]+)?$/,
      async answer(call) {
        const { RestoreTestingPlan: sent, Tags } = readJson(call) as {
          RestoreTestingPlan: Kept;
          Tags?: Kept;
        };
        const name = nameIn(sent, 'RestoreTestingPlanName') ?? lastOf(call.operation, '/');
        const place = `${call.region} ${name}`;
        const arn = `arn:aws:backup:${call.region}:${accountId}:restore-testing-plan:${name}`;
        const fixed = { RestoreTestingPlanName: name, RestoreTestingPlanArn: arn, CreationTime: now() };
        if (Tags !== undefined) tags.set(place, Tags);
        plans.set(place, { ...plans.get(place), ...sent, ...fixed });
        return jsonAnswer(fixed, 201);
      },
    },
    {
      service,
      operation: /^(GET|DELETE) \/restore-testing\/plans\/[^/]+$/,
      answer: async ({ method, operation, region }) =>
        taken(plans, method, `${region} ${lastOf(operation, '/')}`, 'RestoreTestingPlan'),
    },
    ...selectionRepairs(),
  ];
}

function selectionRepairs(): readonly Repair[] {
  const selections = new Map<string, Kept>();
  return [
    {
      service,
      operation: /^PUT \/restore-testing\/plans\/[^/]+\/selections(\/[^/]+)?$/,
      async answer(call) {
        const [, , , plan = '', , named = ''] = call.operation.split('/');
        const sent = readJson(call)['RestoreTestingSelection'] as Kept;
        const name = nameIn(sent, 'RestoreTestingSelectionName') ?? named;
        const place = `${call.region} ${plan}/${name}`;
        const fixed = {
          RestoreTestingPlanName: plan,
          RestoreTestingSelectionName: name,
          CreationTime: now(),
        };
        selections.set(place, { ...selections.get(place), ...sent, ...fixed });
        return jsonAnswer(fixed, 201);
      },
    },
    {
      service,
      operation: /^(GET|DELETE) \/restore-testing\/plans\/[^/]+\/selections\/[^/]+$/,
      async answer({ method, operation, region }) {
        const [, , , plan = '', , name = ''] = operation.split('/');
        return taken(selections, method, `${region} ${plan}/${name}`, 'RestoreTestingSelection');
      },
    },
  ];
}

/** Answers what is kept, for the last time when it is deleted. */
function taken(kept: Map<string, Kept>, method: string, key: string, field: string): AwsAnswer {
  const found = kept.get(key);
  if (method === 'DELETE') kept.delete(key);
  return found === undefined ? notFound(`there is no ${key}`) : jsonAnswer({ [field]: found });
}

function nameIn(sent: Kept, field: string): string | undefined {
  const name = sent[field];
  return typeof name === 'string' ? name : undefined;
}

function lastOf(text: string, separator: string): string {
  return text.split(separator).at(-1) ?? '';
}

/** Seconds since 1970, as AWS Backup tells times. */
function now(): number {
  return Math.floor(Date.now() / 1000);
}
