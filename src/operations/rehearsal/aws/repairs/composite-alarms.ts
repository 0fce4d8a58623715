import { formOf, type AwsCall } from '../aws-call.ts';
import type { Ask, Repair } from '../repair-proxy.ts';

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
      operation: /^(DescribeAlarms|ListTagsForResource|TagResource|UntagResource)$/,
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
