import { AcmCertificateValidation } from '@cdktn/provider-aws/lib/acm-certificate-validation/index.js';
import { AcmCertificate } from '@cdktn/provider-aws/lib/acm-certificate/index.js';
import { Route53Record } from '@cdktn/provider-aws/lib/route53-record/index.js';
import type { Heading } from '../state.ts';

export type CertificateGiven = { readonly host: string; readonly zoneId: string };

/** The certificate of one name, proved by a record in its zone and renewed by AWS as long as the record is there. */
export function certificate(heading: Heading, { host, zoneId }: CertificateGiven): string {
  const made = new AcmCertificate(heading, 'certificate', {
    domainName: host,
    validationMethod: 'DNS',
    keyAlgorithm: 'EC_prime256v1',
    options: { certificateTransparencyLoggingPreference: 'ENABLED' },
    tags: { Name: host },
    lifecycle: { createBeforeDestroy: true },
  });
  const proof = made.domainValidationOptions.get(0);
  const record = new Route53Record(heading, 'certificate-proof', {
    zoneId,
    name: proof.resourceRecordName,
    type: proof.resourceRecordType,
    records: [proof.resourceRecordValue],
    ttl: 300,
    // The same record proves the certificate of the recovery region.
    allowOverwrite: true,
  });
  return new AcmCertificateValidation(heading, 'certificate-validation', {
    certificateArn: made.arn,
    validationRecordFqdns: [record.fqdn],
  }).certificateArn;
}
