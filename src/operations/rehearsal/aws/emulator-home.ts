import type { AwsCall } from './aws-call.ts';

export const emulatorNames = ['MiniStack', 'moto'] as const;
export type EmulatorName = (typeof emulatorNames)[number];

/** Services, by their signing names, that moto holds more truly than MiniStack; all others are MiniStack's. */
const motoServices: ReadonlySet<string> = new Set([
  'acm',
  'application-autoscaling',
  'autoscaling',
  'ec2',
  'ecr',
  'elasticloadbalancing',
  'events',
  'iam',
  'kms',
  'logs',
  'monitoring',
  'rds',
  'route53',
  'secretsmanager',
  'sns',
  'sqs',
  'ssm',
  'sts',
  'wafv2',
]);

/** Operations of other services that only moto has, and that depend on nothing else in their service. */
const motoOperations = /^s3 \w+ \/v20180820\//;

/** The emulator that stands for a service. */
export function homeOf({ service, operation }: Pick<AwsCall, 'service' | 'operation'>): EmulatorName {
  if (motoOperations.test(`${service} ${operation}`)) return 'moto';
  return motoServices.has(service) ? 'moto' : 'MiniStack';
}
