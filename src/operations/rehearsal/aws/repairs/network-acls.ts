import { formOf, withForm, type AwsAnswer, type AwsCall } from '../aws-call.ts';
import type { Ask, Repair } from '../repair-proxy.ts';
import { ec2Answer } from './answers.ts';

/**
 * A subnet of AWS is always associated with one network ACL, at first with the default one of its VPC. The
 * emulator forgets which subnet an association is of, and ignores the filter by subnet; here both are kept.
 */
export function networkAclRepairs(): readonly Repair[] {
  const associations = new Map<string, Association>();

  async function describe(call: AwsCall, ask: Ask): Promise<AwsAnswer> {
    const form = formOf(call);
    const subnet = filterOf(form, 'association.subnet-id');
    if (subnet === undefined) return amended(await ask(call), associations);
    const { acl } = await associationOf(subnet, call, ask);
    const narrowed = new URLSearchParams({
      Action: 'DescribeNetworkAcls',
      Version: form.get('Version') ?? '',
    });
    narrowed.set('NetworkAclId.1', acl);
    return amended(await ask(withForm(call, narrowed)), associations);
  }

  async function associationOf(subnet: string, call: AwsCall, ask: Ask): Promise<Association> {
    const known = associations.get(subnet);
    if (known !== undefined) return known;
    const acl = await defaultAclOf(subnet, call, ask);
    const first = { id: associationId(subnet, 0), acl, moves: 0 };
    associations.set(subnet, first);
    return first;
  }

  async function replace(call: AwsCall): Promise<AwsAnswer> {
    const form = formOf(call);
    const [subnet, association] =
      [...associations].find(([, { id }]) => id === form.get('AssociationId')) ?? [];
    if (subnet === undefined || association === undefined) return ec2Refusal('InvalidAssociationID.NotFound');
    const moves = association.moves + 1;
    const moved = { id: associationId(subnet, moves), acl: form.get('NetworkAclId') ?? '', moves };
    associations.set(subnet, moved);
    return ec2Answer(call, `<newAssociationId>${moved.id}</newAssociationId>`);
  }

  return [
    { service: 'ec2', operation: 'DescribeNetworkAcls', answer: describe },
    { service: 'ec2', operation: 'ReplaceNetworkAclAssociation', answer: replace },
  ];
}

type Association = { readonly id: string; readonly acl: string; readonly moves: number };

/** An association gets a new id whenever it is replaced. */
function associationId(subnet: string, moves: number): string {
  return `aclassoc-${moves}${subnet.replace('subnet-', '')}`;
}

function filterOf(form: URLSearchParams, name: string): string | undefined {
  const key = [...form].find(([key, value]) => /^Filter\.\d+\.Name$/.test(key) && value === name)?.[0];
  return key === undefined ? undefined : (form.get(key.replace('.Name', '.Value.1')) ?? undefined);
}

async function defaultAclOf(subnet: string, call: AwsCall, ask: Ask): Promise<string> {
  const version = formOf(call).get('Version') ?? '';
  const subnets = await ask(
    withForm(
      call,
      new URLSearchParams({ Action: 'DescribeSubnets', Version: version, 'SubnetId.1': subnet }),
    ),
  );
  const vpc = /<vpcId>([^<]+)</.exec(subnets.body.toString('utf8'))?.[1] ?? '';
  const acls = await ask(
    withForm(
      call,
      new URLSearchParams({
        Action: 'DescribeNetworkAcls',
        Version: version,
        'Filter.1.Name': 'vpc-id',
        'Filter.1.Value.1': vpc,
        'Filter.2.Name': 'default',
        'Filter.2.Value.1': 'true',
      }),
    ),
  );
  return /<networkAclId>([^<]+)</.exec(acls.body.toString('utf8'))?.[1] ?? '';
}

/** Puts the associations that are kept here into the emulator's list of network ACLs. */
function amended(answer: AwsAnswer, associations: ReadonlyMap<string, Association>): AwsAnswer {
  const text = answer.body
    .toString('utf8')
    .replaceAll(
      /(<networkAclId>([^<]+)<\/networkAclId>\s*<vpcId>[^<]+<\/vpcId>[\s\S]*?<associationSet>)[\s\S]*?(<\/associationSet>)/g,
      (_, head: string, acl: string, end: string) => `${head}${associationItems(acl, associations)}${end}`,
    );
  return { ...answer, body: Buffer.from(text) };
}

function associationItems(acl: string, associations: ReadonlyMap<string, Association>): string {
  return [...associations]
    .filter(([, association]) => association.acl === acl)
    .map(
      ([subnet, { id }]) =>
        `<item><networkAclAssociationId>${id}</networkAclAssociationId><networkAclId>${acl}</networkAclId><subnetId>${subnet}</subnetId></item>`,
    )
    .join('');
}

function ec2Refusal(code: string): AwsAnswer {
  const text = `<Response><Errors><Error><Code>${code}</Code><Message>${code}</Message></Error></Errors><RequestID>rehearsal</RequestID></Response>`;
  return { status: 400, headers: { 'content-type': 'text/xml' }, body: Buffer.from(text) };
}
