import { createHash } from 'node:crypto';
import { formOf, withForm, type AwsAnswer, type AwsCall } from '../aws-call.ts';
import type { Repair } from '../repair-proxy.ts';

const service = 'rds';
/** What moto calls the authority that signed a database's certificate, when none was asked for. */
const noAuthority = 'rds-ca-default';
/** What RDS takes then: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.SSL.html */
const defaultAuthority = 'rds-ca-rsa2048-g1';
const filterName = 'Filters.Filter.1.Name';
const filterValue = 'Filters.Filter.1.Values.Value.1';

/**
 * moto gives every database the same resource id, by which the provider asks for one of them; here each has its
 * own. It shows a replica with the backups and the standby of its source, does not say of parameters that a user set
 * them, and names an authority that RDS does not have: the provider would change it, and wait for that.
 */
export function databaseRepairs(): readonly Repair[] {
  /** From the resource id to the database's identifier. */
  const identifiers = new Map<string, string>();
  /** What a replica has of its own, as AWS gives it when nothing was sent; moto copies the source's. */
  const replicas: Replicas = new Map();

  function told(answer: AwsAnswer, { region }: AwsCall): AwsAnswer {
    const text = answer.body.toString('utf8').replaceAll(/<DBInstance>.*?<\/DBInstance>/gs, (block) => {
      const identifier = /<DBInstanceIdentifier>([^<]+)</.exec(block)?.[1] ?? '';
      const id = resourceIdOf(region, identifier);
      identifiers.set(id, identifier);
      const replica = replicas.get(identifier) ?? {};
      return Object.entries({ ...replica, DbiResourceId: id })
        .reduce(
          (text, [name, value]) => text.replace(new RegExp(`<${name}>[^<]*<`), `<${name}>${value}<`),
          block,
        )
        .replaceAll(`>${noAuthority}<`, `>${defaultAuthority}<`);
    });
    return { ...answer, body: Buffer.from(text) };
  }

  return [
    {
      service,
      operation: 'DescribeDBInstances',
      answer: async (call, ask) => told(await ask(asked(call, identifiers)), call),
    },
    parameterSource,
    ...replicaRepairs(replicas, told),
    {
      service,
      operation: /^(Create|Delete|Reboot)DBInstance$|^RestoreDBInstance|^PromoteReadReplica$/,
      answer: async (call, ask) => told(await ask(call), call),
    },
  ];
}

type Replicas = Map<string, Readonly<Record<string, string>>>;

/** Keeps what a replica was given of its own, at first and later. */
function replicaRepairs(
  replicas: Replicas,
  told: (answer: AwsAnswer, call: AwsCall) => AwsAnswer,
): readonly Repair[] {
  return [
    {
      service,
      operation: 'CreateDBInstanceReadReplica',
      async answer(call, ask) {
        replicas.set(formOf(call).get('DBInstanceIdentifier') ?? '', {
          BackupRetentionPeriod: '0',
          MultiAZ: 'false',
          ...ownOf(call),
        });
        return told(await ask(call), call);
      },
    },
    {
      service,
      operation: 'ModifyDBInstance',
      async answer(call, ask) {
        const identifier = formOf(call).get('DBInstanceIdentifier') ?? '';
        const replica = replicas.get(identifier);
        if (replica !== undefined) replicas.set(identifier, { ...replica, ...ownOf(call) });
        return told(await ask(call), call);
      },
    },
  ];
}

/** What was sent of that which a replica has of its own. */
function ownOf(call: AwsCall): Readonly<Record<string, string>> {
  const form = formOf(call);
  const sent = ['BackupRetentionPeriod', 'MultiAZ'].flatMap((name) => {
    const value = form.get(name);
    return value === null ? [] : [[name, value] as const];
  });
  return Object.fromEntries(sent);
}

const parameterSource: Repair = {
  service,
  operation: 'DescribeDBParameters',
  async answer(call, ask) {
    const answer = await ask(call);
    const source = formOf(call).get('Source') ?? 'user';
    const text = answer.body
      .toString('utf8')
      .replaceAll('</ParameterName>', `</ParameterName><Source>${source}</Source>`);
    return { ...answer, body: Buffer.from(text) };
  },
};

/** A question for one resource id, put as one for the identifier that moto knows. */
function asked(call: AwsCall, identifiers: ReadonlyMap<string, string>): AwsCall {
  const form = formOf(call);
  if (form.get(filterName) !== 'dbi-resource-id') return call;
  const id = form.get(filterValue) ?? '';
  const identifier = identifiers.get(id);
  if (identifier === undefined) return call;
  form.delete(filterName);
  form.delete(filterValue);
  form.set('DBInstanceIdentifier', identifier);
  return withForm(call, form);
}

/** In AWS's form: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAMDBAuth.IAMPolicy.html */
function resourceIdOf(region: string, identifier: string): string {
  const digest = createHash('sha256').update(`${region}/${identifier}`).digest('hex');
  return `db-${digest.slice(0, 26).toUpperCase()}`;
}
