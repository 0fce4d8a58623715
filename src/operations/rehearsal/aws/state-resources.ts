import { runTerraform } from '../../terraform/run.ts';

/** A resource as Terraform's state holds it after apply. */
export type StateResource = {
  readonly address: string;
  readonly type: string;
  readonly attributes: Readonly<Record<string, unknown>>;
};

type Shown = {
  readonly values?: { readonly root_module?: { readonly resources?: readonly ShownResource[] } };
};
type ShownResource = {
  readonly address: string;
  readonly mode: string;
  readonly type: string;
  readonly values: Readonly<Record<string, unknown>>;
};

/** The managed resources of a state, as `terraform show -json` gives them. Secrets among the values stay here. */
export async function readStateResources(
  run: Omit<Parameters<typeof runTerraform>[0], 'words'>,
): Promise<readonly StateResource[]> {
  const { stdout } = await runTerraform({ ...run, words: ['show', '-json'] });
  const { values } = JSON.parse(stdout) as Shown;
  return (values?.root_module?.resources ?? [])
    .filter(({ mode }) => mode === 'managed')
    .map(({ address, type, values }) => ({ address, type, attributes: values }));
}
