/**
 * What a rehearsal adds to the files of a state, and all that it adds: where the services are, credentials that
 * open nothing, and where the state lies.
 */
export type OverrideDocument = {
  readonly provider: { readonly aws: readonly Readonly<Record<string, unknown>>[] };
  readonly terraform: { readonly backend: { readonly s3: Readonly<Record<string, unknown>> } };
};

export type OverrideGiven = {
  /** `main.tf.json` of the state. */
  readonly main: MainDocument;
  /** Of the proxy before the emulators. */
  readonly url: string;
  /** Twelve digits; the emulator takes an access key of twelve digits for the account. */
  readonly accountId: string;
};

/** The parts of `main.tf.json` that are read here. */
export type MainDocument = {
  readonly provider: { readonly aws: readonly { readonly alias?: string }[] };
  readonly terraform: { readonly backend: { readonly s3: Readonly<Record<string, unknown>> } };
};

export const overrideFile = 'rehearsal_override.tf.json';

/**
 * The services that the platform has resources of, by the provider's names for their endpoints. A resource of
 * a service that is not here is refused by the proxy through which everything goes.
 */
const services = [
  'accessanalyzer',
  'acm',
  'appautoscaling',
  'autoscaling',
  'backup',
  'budgets',
  'cloudtrail',
  'cloudwatch',
  'codebuild',
  'codeconnections',
  'ec2',
  'ecr',
  'eks',
  'elasticache',
  'elbv2',
  'events',
  'iam',
  'inspector2',
  'kafka',
  'kms',
  'logs',
  'rds',
  'resourcegroupstaggingapi',
  'route53',
  's3',
  's3control',
  'secretsmanager',
  'sns',
  'sqs',
  'sts',
  'wafv2',
] as const;

/** Neither opens anything: no emulator checks a signature. */
const secretKey = 'rehearsal';

/** Terraform merges a provider's arguments, but replaces a backend whole: what that says is said again. */
export function overrideOf({ main, url, accountId }: OverrideGiven): OverrideDocument {
  const credentials = { access_key: accountId, secret_key: secretKey };
  const endpoints = [Object.fromEntries(services.map((service) => [service, url]))];
  return {
    provider: {
      aws: main.provider.aws.map(({ alias }) => ({
        ...(alias === undefined ? {} : { alias }),
        ...credentials,
        endpoints,
        s3_use_path_style: true,
      })),
    },
    terraform: {
      backend: {
        s3: {
          ...main.terraform.backend.s3,
          ...credentials,
          endpoints: { iam: url, s3: url, sts: url },
          use_path_style: true,
        },
      },
    },
  };
}
