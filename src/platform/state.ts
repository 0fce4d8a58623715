import { AwsProvider } from '@cdktn/provider-aws/lib/provider/index.js';
import { S3Backend, TerraformStack, TerraformVariable, type TerraformElement } from 'cdktn';
import { Construct, Node, RootConstruct } from 'constructs';
import type { Environment, Region } from '../environments/environment.ts';
import { names } from './names.ts';

/**
 * Each state is planned, applied and destroyed by itself, and applied in this order: the platform copies secrets,
 * backups and configuration to keys, a vault and a bucket of the recovery region (decision 020).
 */
export const stateNames = ['recovery', 'platform'] as const;
export type StateName = (typeof stateNames)[number];

/** Valid on the last of the fifth line and on the sixth alike: no argument that only one of them knows. */
export const providerVersions = '>= 5.100, < 7.0';
/** The first with a lock file in S3 itself and with write-only arguments. */
export const terraformVersions = '>= 1.11';

/** Where the resources of one heading of the guide are added. */
export type Heading = Construct;

/**
 * One Terraform state under construction. Resources are added below a heading, and have the heading's name in
 * their address: `aws_vpc.network_vpc`.
 */
export class State extends TerraformStack {
  readonly stateName: StateName;
  readonly region: Region;
  /** The heading that each address is of: a resource, a data source, an output. */
  readonly headings = new Map<string, string>();

  constructor(environment: Environment, stateName: StateName, region: Region) {
    // Not cdktn's App, which makes a folder wherever one stands and reads variables of the person's.
    super(new RootConstruct(), stateName);
    this.stateName = stateName;
    this.region = region;
    // A variable, so that what is generated does not change with every commit.
    const commit = new TerraformVariable(this, 'commit', {
      type: 'string',
      default: 'unknown',
      description: 'The commit that is deployed: a tag on everything',
    });
    new AwsProvider(this, 'aws', {
      region,
      allowedAccountIds: [environment.accountId],
      defaultTags: [
        {
          tags: {
            ...names.ownershipTags(environment),
            'midcoast:commit': commit.stringValue,
          },
        },
      ],
    });
    new S3Backend(this, {
      bucket: names.stateBucket(environment, region),
      key: `${stateName}.tfstate`,
      region,
      encrypt: true,
      useLockfile: true,
    });
    this.addOverride('terraform.required_version', terraformVersions);
    this.addOverride('terraform.required_providers.aws.version', providerVersions);
  }

  /** `name` is that of the heading's file, in kebab-case. */
  heading(name: string): Heading {
    return new Construct(this, name);
  }

  /** The heading and the element's own name, instead of hashed ids. */
  protected override allocateLogicalId(element: TerraformElement | Node): string {
    const [, ...path] = (element instanceof Node ? element : element.node).path.split('/');
    const id = path.join('_').replaceAll('-', '_');
    if (path.length > 1 && path[0] !== undefined) this.headings.set(id, path[0]);
    return id;
  }
}
