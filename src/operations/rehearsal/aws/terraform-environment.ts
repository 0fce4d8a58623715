import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { withProviderSettings } from '../../toolbox/aws-provider.ts';

type Variables = Readonly<Record<string, string | undefined>>;

/** The process environments in which Terraform runs here. */
export type TerraformEnvironments = {
  /** For init alone, which may have to reach the registry of providers. */
  readonly open: Variables;
  /** For all else: what does not go to this machine is refused. */
  readonly closed: Variables;
};

/** Everything that a person may have set to reach AWS, or for other projects of Terraform. */
const foreign = /^(AWS_|TF_VAR_)/;

/**
 * Terraform and its provider are Go programs that hold the description of every resource of AWS, and spend a quarter
 * of their time collecting garbage around it: they may let five times as much gather, within a bound.
 */
const garbage = { GOGC: '400', GOMEMLIMIT: '1536MiB' } as const;

/** Without anything that could lead to a cloud, and with every request sent through the proxy. */
export async function terraformEnvironments(
  environment: Variables,
  folder: string,
  proxyUrl: string,
): Promise<TerraformEnvironments> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const own = Object.fromEntries(Object.entries(environment).filter(([name]) => !foreign.test(name)));
  const nowhere = join(folder, 'none');
  const open = await withProviderSettings(
    {
      environment: {
        ...own,
        ...garbage,
        AWS_EC2_METADATA_DISABLED: 'true',
        AWS_CONFIG_FILE: nowhere,
        AWS_SHARED_CREDENTIALS_FILE: nowhere,
      },
    },
    folder,
  );
  const lower = { http_proxy: proxyUrl, https_proxy: proxyUrl, no_proxy: '' };
  const closed = { ...open, ...lower, HTTP_PROXY: proxyUrl, HTTPS_PROXY: proxyUrl, NO_PROXY: '' };
  return { open, closed };
}
