import { DescribeClusterCommand, EKSClient, ResourceNotFoundException } from '@aws-sdk/client-eks';
import type { Environment } from '../../environments/environment.ts';
import { names } from '../../platform/midcoast.ts';
import { Failure } from '../failure.ts';
import type { ApiAddress } from '../kubernetes/api-connection.ts';
import type { Cloud } from './cloud.ts';
import { clusterTokens } from './cluster-token.ts';

/**
 * Where the cluster's API is, and as whom it is asked: as whoever has the credentials. Throws `cluster_missing` (exit
 * usage) where there is none, or none that is ready.
 */
export async function clusterAddress(cloud: Cloud, environment: Environment): Promise<ApiAddress> {
  const { region } = environment;
  const client = new EKSClient(cloud.client(region));
  try {
    const { cluster } = await client.send(new DescribeClusterCommand({ name: names.cluster }));
    const { endpoint, certificateAuthority, status } = cluster ?? {};
    if (endpoint === undefined || certificateAuthority?.data === undefined) {
      throw missing(environment, `${names.cluster} is ${status ?? 'not ready'}`);
    }
    return {
      url: endpoint,
      authorities: Buffer.from(certificateAuthority.data, 'base64').toString('utf8'),
      token: clusterTokens(cloud, region, names.cluster),
    };
  } catch (error) {
    if (!(error instanceof ResourceNotFoundException)) throw error;
    throw missing(environment, `there is no ${names.cluster}`);
  } finally {
    client.destroy();
  }
}

function missing({ name, region }: Environment, message: string): Failure {
  return new Failure({
    code: 'cluster_missing',
    exit: 'usage',
    message: `${message} in ${region}`,
    next: `./midcoast deploy ${name} makes it`,
  });
}
