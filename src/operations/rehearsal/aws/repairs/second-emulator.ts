import type { Ask, Repair } from '../repair-proxy.ts';

/** Whole operations, independent of everything else in their service, that only the second emulator has. */
const shared: readonly Pick<Repair, 'service' | 'operation'>[] = [
  { service: 'application-autoscaling', operation: /./ },
  { service: 'ec2', operation: /^(Enable|Disable|Get)EbsEncryptionByDefault$/ },
  {
    service: 'ecr',
    operation: /^(PutReplicationConfiguration|DescribeRegistry|(Put|Get)RegistryScanningConfiguration)$/,
  },
  { service: 's3', operation: /^(GET|PUT|DELETE) \/v20180820\/configuration\/publicAccessBlock$/ },
  { service: 'wafv2', operation: /^(Put|Get|Delete)LoggingConfiguration$/ },
];

/** Puts the operations that the first emulator lacks to the second. */
export function secondEmulatorRepairs(second: Ask): readonly Repair[] {
  return shared.map((operations) => ({ ...operations, answer: (call) => second(call) }));
}
