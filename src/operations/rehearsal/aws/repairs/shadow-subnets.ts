import { formOf, withBody, withForm, type AwsAnswer, type AwsCall } from '../aws-call.ts';
import type { EmulatorName } from '../emulator-home.ts';
import type { Ask, Repair } from '../repair-proxy.ts';
import { textIn } from './answers.ts';

/** Services of MiniStack that look their subnets up in MiniStack's own EC2. */
const lookers = ['elasticache'] as const;

type Asks = Readonly<Record<EmulatorName, Ask>>;

/**
 * The networks stand in moto, but MiniStack makes a subnet group only of subnets that it knows itself. So each VPC
 * and subnet has a shadow there, under an id of its own, which is translated on the way to and fro.
 */
export function shadowSubnetRepairs(asks: Asks): readonly Repair[] {
  const { MiniStack, moto } = asks;
  /** From the true id to the shadow's. */
  const shadows = new Map<string, string>();

  const created = (
    operation: string,
    element: string,
    changes: (answer: string) => readonly [string, string][],
  ) => ({
    service: 'ec2',
    operation,
    async answer(call: AwsCall): Promise<AwsAnswer> {
      const answer = await moto(call);
      const text = answer.body.toString('utf8');
      const id = textIn(text, element);
      if (answer.status !== 200 || id === undefined) return answer;
      const form = plain(formOf(call));
      for (const [name, value] of changes(text)) form.set(name, value);
      const shadow = textIn((await MiniStack(withForm(call, form))).body.toString('utf8'), element);
      if (shadow !== undefined) shadows.set(id, shadow);
      return answer;
    },
  });
  return [
    created('CreateVpc', 'vpcId', () => []),
    created('CreateSubnet', 'subnetId', (text) => [
      ['VpcId', shadows.get(textIn(text, 'vpcId') ?? '') ?? ''],
      ['AvailabilityZone', textIn(text, 'availabilityZone') ?? ''],
    ]),
    deletion('DeleteSubnet', 'SubnetId', asks, shadows),
    deletion('DeleteVpc', 'VpcId', asks, shadows),
    ...lookers.map((service) => ({
      service,
      operation: /^\w+SubnetGroups?$/,
      answer: (call: AwsCall) => translated(call, MiniStack, shadows),
    })),
  ];
}

/** The shadow goes with the thing. */
function deletion(
  operation: string,
  parameter: string,
  { MiniStack, moto }: Asks,
  shadows: ReadonlyMap<string, string>,
): Repair {
  return {
    service: 'ec2',
    operation,
    async answer(call) {
      const answer = await moto(call);
      const shadow = shadows.get(formOf(call).get(parameter) ?? '');
      if (answer.status === 200 && shadow !== undefined) {
        await MiniStack(withForm(call, new URLSearchParams({ Action: operation, [parameter]: shadow })));
      }
      return answer;
    },
  };
}

async function translated(call: AwsCall, ask: Ask, shadows: ReadonlyMap<string, string>): Promise<AwsAnswer> {
  const pairs = [...shadows];
  const sent = pairs.reduce((text, [id, shadow]) => text.replaceAll(id, shadow), call.body.toString('utf8'));
  const answer = await ask(withBody(call, sent));
  const told = pairs.reduce(
    (text, [id, shadow]) => text.replaceAll(shadow, id),
    answer.body.toString('utf8'),
  );
  return { ...answer, body: Buffer.from(told) };
}

/** A shadow needs neither tags nor the zone's id. */
function plain(form: URLSearchParams): URLSearchParams {
  return new URLSearchParams(
    [...form].filter(([name]) => !name.startsWith('TagSpecification') && name !== 'AvailabilityZoneId'),
  );
}
