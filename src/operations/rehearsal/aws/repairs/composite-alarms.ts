import { formOf, withBody, type AwsAnswer, type AwsCall } from '../aws-call.ts';
import type { Ask, Repair } from '../repair-proxy.ts';
import { readJson } from './answers.ts';

const service = 'monitoring';

/** moto holds alarms over metrics, and MiniStack those that are made of other alarms; both are one service to AWS. */
export function compositeAlarmRepairs({
  MiniStack,
  moto,
}: Readonly<Record<'MiniStack' | 'moto', Ask>>): readonly Repair[] {
  const composites = new Set<string>();
  const isAboutComposite = (call: AwsCall) => {
    const text = call.body.toString('utf8');
    return text.includes('CompositeAlarm') || [...composites].some((arn) => text.includes(arn));
  };
  return [
    {
      service,
      operation: 'PutMetricAlarm',
      async answer(call) {
        // MiniStack makes a composite only of alarms that it knows.
        await MiniStack(call);
        return moto(call);
      },
    },
    {
      service,
      operation: 'PutCompositeAlarm',
      async answer(call) {
        const name = formOf(call).get('AlarmName');
        if (name !== null) composites.add(encodeURIComponent(`:alarm:${name}`));
        return MiniStack(call);
      },
    },
    {
      service,
      operation: 'DescribeAlarms',
      answer: (call) => (isAboutComposite(call) ? describe(call, MiniStack) : moto(call)),
    },
    {
      service,
      operation: /^(ListTagsForResource|TagResource|UntagResource)$/,
      answer: (call) => (isAboutComposite(call) ? MiniStack(call) : moto(call)),
    },
    {
      service,
      operation: 'DeleteAlarms',
      async answer(call) {
        await MiniStack(call);
        return moto(call);
      },
    },
  ];
}

/** What MiniStack tells of an alarm in JSON and leaves out in XML. */
const leftOut = [
  'ActionsEnabled',
  'AlarmDescription',
  'AlarmActions',
  'OKActions',
  'InsufficientDataActions',
] as const;

type Told = string | boolean | readonly string[] | undefined;
type Composite = { readonly AlarmName: string } & Readonly<Record<string, Told>>;

async function describe(call: AwsCall, MiniStack: Ask): Promise<AwsAnswer> {
  const answer = await MiniStack(call);
  const inJson = await MiniStack({
    ...withBody(call, JSON.stringify({ AlarmTypes: ['CompositeAlarm'] })),
    headers: {
      ...call.headers,
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': 'GraniteServiceVersion20100801.DescribeAlarms',
    },
  });
  const { CompositeAlarms = [] } = readJson(inJson) as { CompositeAlarms?: readonly Composite[] };
  const text = CompositeAlarms.reduce((text, alarm) => {
    const name = `<AlarmName>${alarm.AlarmName}</AlarmName>`;
    return text.replaceAll(name, `${name}${leftOut.map((field) => element(field, alarm[field])).join('')}`);
  }, answer.body.toString('utf8'));
  return { ...answer, body: Buffer.from(text) };
}

function element(name: string, value: Told): string {
  if (value === undefined) return '';
  const inner =
    typeof value === 'object'
      ? value.map((member) => `<member>${member}</member>`).join('')
      : String(value).replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  return `<${name}>${inner}</${name}>`;
}
