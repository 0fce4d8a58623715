import { regions, type Environment, type Network } from './environment.ts';
import { matching, oneOf, within, type Rule } from './limits-rule.ts';
import { refusedIn, usableZones } from './zones.ts';

/** MSK: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-msk-cluster-brokernodegroupinfo.html */
const brokerZones =
  'two or three zones: MSK spreads its brokers over two or three subnets, so a fourth zone cannot hold any';

/** Whose it is, where it stands, and the networks. */
export const networkRules: readonly Rule[] = [
  matching('accountId', /^\d{12}$/, 'twelve digits', ({ accountId }) => accountId),
  matching('registryAccountId', /^\d{12}$/, 'twelve digits', ({ registryAccountId }) => registryAccountId),
  {
    path: 'imageReaderAccountIds',
    holds: ({ imageReaderAccountIds: readers, accountId, registryAccountId }) =>
      readers.every((reader) => /^\d{12}$/.test(reader) && reader !== accountId) &&
      (readers.length === 0 || accountId === registryAccountId),
    allowed: 'other accounts, of twelve digits each; none where the images are of another account',
  },
  oneOf('region', regions, ({ region }) => region),
  oneOf('recoveryRegion', regions, ({ recoveryRegion }) => recoveryRegion),
  {
    path: 'recoveryRegion',
    holds: ({ region, recoveryRegion }) => region !== recoveryRegion,
    allowed: ({ region }) => `any but ${region}: one region’s loss must not take both`,
  },
  matching(
    'owner',
    /^[\w .:/=+@-]{1,256}$/,
    'what a tag of AWS may hold, up to 256 characters',
    ({ owner }) => owner,
  ),
  matching('repository', /^[\w.-]+\/[\w.-]+$/, 'owner/name', ({ repository }) => repository),
  matching(
    'domain',
    /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/,
    'a DNS name in lower case',
    ({ domain }) => domain,
  ),
  matching('alarmEmail', /^[^\s@]+@[^\s@]+\.[^\s@]+$/, 'an e-mail address', ({ alarmEmail }) => alarmEmail),
  oneOf('hostedZone', ['existing', 'create'], ({ hostedZone }) => hostedZone),
  oneOf('vaultLock', ['compliance', 'governance'], ({ vaultLock }) => vaultLock),
  within('monthlyBudgetUsd', 1, 1_000_000, ({ monthlyBudgetUsd }) => monthlyBudgetUsd),
  ...rulesOf('network', ({ network }) => network, 'region'),
  ...rulesOf('recoveryNetwork', ({ recoveryNetwork }) => recoveryNetwork, 'recoveryRegion'),
  {
    path: 'recoveryNetwork.cidr',
    holds: ({ network, recoveryNetwork }) => network.cidr !== recoveryNetwork.cidr,
    allowed: ({ network }) => `any but ${network.cidr}: the two networks must not overlap`,
  },
];

function rulesOf(
  name: 'network' | 'recoveryNetwork',
  networkOf: (environment: Environment) => Network,
  region: 'region' | 'recoveryRegion',
): readonly Rule[] {
  const zones = (environment: Environment) => Object.entries(networkOf(environment).zones);
  return [
    // With a /16 the third number of a range is the zone's, as in the guide.
    matching(
      `${name}.cidr`,
      /^(10\.(\d|[1-9]\d|1\d\d|2[0-4]\d|25[0-5])|172\.(1[6-9]|2\d|3[01])|192\.168)\.0\.0\/16$/,
      'a private range of 16 bits, such as 10.0.0.0/16',
      (environment) => networkOf(environment).cidr,
    ),
    {
      path: `${name}.zones`,
      holds: (environment) => [2, 3].includes(zones(environment).length),
      allowed: brokerZones,
    },
    {
      path: `${name}.zones`,
      holds: (environment) =>
        zones(environment).every(
          ([id]) =>
            usableZones(environment[region]).includes(id) || refusedIn(environment[region], id).length > 0,
        ),
      allowed: (environment) =>
        `ids of zones of ${environment[region]}: ${usableZones(environment[region]).join(', ')}`,
    },
    {
      path: `${name}.zones`,
      holds: (environment) =>
        zones(environment).every(([id]) => refusedIn(environment[region], id).length === 0),
      allowed: (environment) =>
        `${usableZones(environment[region]).join(', ')}: ${zones(environment)
          .flatMap(([id]) => refusedIn(environment[region], id).map((what) => `${what} cannot run in ${id}`))
          .join(', ')}`,
    },
    {
      path: `${name}.zones`,
      holds: (environment) => {
        const numbers = zones(environment).map(([, number]) => number);
        const fit = numbers.every((number) => Number.isInteger(number) && number >= 1 && number <= 99);
        return fit && new Set(numbers).size === numbers.length;
      },
      allowed: 'each zone a whole number of its own from 1 to 99: it decides the ranges of its subnets',
    },
    oneOf(`${name}.natGateways`, ['per-zone', 'single'], (environment) => networkOf(environment).natGateways),
  ];
}
