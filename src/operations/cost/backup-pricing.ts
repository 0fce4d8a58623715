import {
  blocks,
  numberAt,
  references,
  textAt,
  textsAt,
  type Attributes,
  type Declared,
} from '../declaration.ts';
import { times, type Amount } from './amount.ts';
import { priced, type Classifications, type Item, type Surroundings } from './classification.ts';
import { usage } from './usage.ts';

const daysAMonth = 30;

/** What a plan of AWS Backup keeps: here, and as copies in the recovery region. */
export const backupPricing: Classifications = { aws_backup_plan: priced(planItems) };

/** A kind of thing that selections choose, and what a GB of its recovery points costs. */
type Kind = {
  readonly noun: string;
  readonly chosen: (resource: string) => boolean;
  readonly size: (environment: Surroundings['environment']) => Amount;
  /** A key of prices.json; that of S3 was found nowhere, so that such lines are unknown. */
  readonly price: string;
};

const kinds: readonly Kind[] = [
  {
    noun: 'databases',
    chosen: (resource) => references(resource).some((address) => address.startsWith('aws_db_instance.')),
    size: ({ database, databaseShards }) =>
      times({ low: database.allocatedGiB, high: database.mostGiB }, databaseShards),
    price: 'aws_backup.rds_gb_month',
  },
  {
    noun: 'volumes',
    chosen: (resource) => resource.includes(':volume/'),
    size: () => usage.taggedVolumeGB,
    price: 'aws_backup.ebs_gb_month',
  },
  {
    noun: 'configuration in S3',
    chosen: (resource) => references(resource).some((address) => address.startsWith('aws_s3_bucket.')),
    size: () => usage.configurationGB,
    price: 'aws_backup.s3_gb_month',
  },
];

function planItems(plan: Declared, around: Surroundings): readonly Item[] {
  const { environment } = around;
  const rules = blocks(plan.attributes, 'rule');
  const selected = around
    .all('aws_backup_selection')
    .filter(({ attributes }) => references(attributes['plan_id']).includes(plan.address))
    .flatMap(({ attributes }) => textsAt(attributes, 'resources'));
  return kinds
    .filter(({ chosen }) => selected.some(chosen))
    .flatMap(({ noun, size, price }) => {
      const data = size(environment);
      const here = keptOf(rules.map((rule) => ({ rule, days: daysOf(rule) })));
      const copies = rules.flatMap((rule) =>
        blocks(rule, 'copy_action').map((copy) => ({ rule, days: daysOf(copy) })),
      );
      const there = keptOf(copies);
      return [
        { what: `${noun}: ${here.words} here`, quantity: product(data, here.share), price },
        {
          what: `${noun}: ${there.words} in the recovery region`,
          quantity: product(data, there.share),
          price,
          region: environment.recoveryRegion,
        },
        {
          what: `${noun}: the way of the copies there`,
          quantity: product(data, travelling(copies)),
          price: 'aws_backup.cross_region_copy_gb',
        },
      ];
    });
}

/** Recovery points that one rule keeps in one place. */
type Keeping = { readonly rule: Attributes; readonly days: number };

/**
 * What is stored of one GB: the first point whole, and each further one as much as has changed since the one before
 * it. AWS keeps the points of one thing in one vault so.
 */
function keptOf(keepings: readonly Keeping[]): { readonly words: string; readonly share: Amount } {
  const points = keepings.map(({ rule, days }) => ({
    every: everyDays(rule),
    count: Math.max(1, Math.floor(days / everyDays(rule))),
  }));
  const share = (changed: number) =>
    points.reduce((sum, { every, count }, at) => {
      const further = at === 0 ? count - 1 : count;
      return sum + (at === 0 ? 1 : 0) + further * Math.min(1, every * changed);
    }, 0);
  return {
    words: points
      .map(({ every, count }) => `${count} ${every === 1 ? 'dailies' : 'monthlies'}`)
      .join(' and '),
    share: { low: share(usage.changedShareADay.low), high: share(usage.changedShareADay.high) },
  };
}

/** What goes there in a month of one GB: of each point what has changed since the one before it. */
function travelling(keepings: readonly Keeping[]): Amount {
  const share = (changed: number) =>
    keepings.reduce((sum, { rule }) => {
      const every = everyDays(rule);
      return sum + (daysAMonth / every) * Math.min(1, every * changed);
    }, 0);
  return { low: share(usage.changedShareADay.low), high: share(usage.changedShareADay.high) };
}

function daysOf(attributes: Attributes): number {
  return numberAt(attributes, 'lifecycle.delete_after') ?? daysAMonth;
}

/** AWS's cron names a day of the month where it does not run every day. */
function everyDays(rule: Attributes): number {
  return /^cron\(\S+ \S+ \d+ /.test(textAt(rule, 'schedule')) ? daysAMonth : 1;
}

function product(one: Amount, other: Amount): Amount {
  return { low: one.low * other.low, high: one.high * other.high };
}
