import type { AwsAnswer, AwsCall } from '../aws-call.ts';
import type { Ask, Repair } from '../repair-proxy.ts';
import { jsonAnswer, notFound, readJson, withJson } from './answers.ts';

/** What the newer description of a cluster nests below `provisioned`; both have the same names and shapes. */
const provisionedNames = [
  'brokerNodeGroupInfo',
  'clientAuthentication',
  'currentBrokerSoftwareInfo',
  'encryptionInfo',
  'enhancedMonitoring',
  'loggingInfo',
  'numberOfBrokerNodes',
  'openMonitoring',
  'zookeeperConnectString',
  'zookeeperConnectStringTls',
] as const;

/** The emulator has no tiered storage, the only other mode. */
const storageMode = 'LOCAL';

/**
 * The emulator describes a cluster in the older of MSK's two forms only, and deletes no configuration.
 * https://docs.aws.amazon.com/msk/1.0/apireference/v2-clusters-clusterarn.html
 */
export function kafkaRepairs(): readonly Repair[] {
  const deleted = new Set<string>();
  return [
    {
      service: 'kafka',
      operation: /^GET \/api\/v2\/clusters\/[^/]+:cluster\/[^/]+\/[^/]+$/,
      answer: describeV2,
    },
    {
      service: 'kafka',
      operation: /^GET \/v1\/clusters\/[^/]+:cluster\/[^/]+\/[^/]+$/,
      async answer(call, ask) {
        const answer = await ask(call);
        if (answer.status !== 200) return answer;
        const { clusterInfo } = readJson(answer) as { clusterInfo: object };
        return withJson(answer, { clusterInfo: { ...clusterInfo, storageMode } });
      },
    },
    {
      service: 'kafka',
      operation: /^DELETE \/v1\/configurations\//,
      async answer(call) {
        const arn = call.operation.slice('DELETE /v1/configurations/'.length);
        deleted.add(arn);
        return jsonAnswer({ arn, state: 'DELETING' });
      },
    },
    {
      service: 'kafka',
      operation: /^GET \/v1\/configurations\//,
      async answer(call, ask) {
        const [arn = ''] = call.operation.slice('GET /v1/configurations/'.length).split('/revisions');
        return deleted.has(arn) ? gone() : ask(call);
      },
    },
  ];
}

/** As MSK answers, and the provider understands. */
function gone(): AwsAnswer {
  return { ...notFound('Configuration ARN does not exist.', 'BadRequestException'), status: 400 };
}

async function describeV2(call: AwsCall, ask: Ask): Promise<AwsAnswer> {
  const answer = await ask({ ...call, path: call.path.replace('/api/v2/', '/v1/') });
  if (answer.status !== 200) return answer;
  const { clusterInfo } = readJson(answer) as { clusterInfo: Record<string, unknown> };
  const provisioned = Object.fromEntries(provisionedNames.map((name) => [name, clusterInfo[name]]));
  const outer = Object.entries(clusterInfo).filter(([name]) => !Object.hasOwn(provisioned, name));
  return withJson(answer, {
    clusterInfo: {
      ...Object.fromEntries(outer),
      clusterType: 'PROVISIONED',
      provisioned: { ...provisioned, storageMode },
    },
  });
}
