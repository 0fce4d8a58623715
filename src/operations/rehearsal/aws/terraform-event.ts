/** How long one thing took, by the clock of Terraform. */
export type Wait = { readonly address: string; readonly action: string; readonly seconds: number };

/** What a line of `terraform … -json` tells of. */
export type TerraformEvent =
  | { readonly kind: 'start'; readonly address: string; readonly action: string }
  | { readonly kind: 'progress'; readonly address: string }
  | { readonly kind: 'complete'; readonly address: string; readonly wait: Wait }
  | { readonly kind: 'error'; readonly text: string };

type Line = {
  readonly type?: string;
  readonly '@level'?: string;
  readonly hook?: {
    readonly resource?: { readonly addr?: string };
    readonly action?: string;
    readonly elapsed_seconds?: number;
  };
  readonly diagnostic?: {
    readonly severity?: string;
    readonly summary?: string;
    readonly detail?: string;
    readonly address?: string;
  };
};

/** Reads a line of https://developer.hashicorp.com/terraform/internals/machine-readable-ui. */
export function readEvent(line: string): TerraformEvent | undefined {
  if (!line.startsWith('{')) return undefined;
  const { type, hook, diagnostic } = JSON.parse(line) as Line;
  if (type === 'diagnostic') {
    if (diagnostic?.severity !== 'error') return undefined;
    const said = [diagnostic.summary, diagnostic.detail].filter((text) => text !== undefined && text !== '');
    return { kind: 'error', text: [diagnostic.address, ...said].filter(Boolean).join(': ') };
  }
  const address = hook?.resource?.addr;
  if (address === undefined) return undefined;
  if (type === 'apply_complete') {
    const wait = { address, action: hook?.action ?? '', seconds: hook?.elapsed_seconds ?? 0 };
    return { kind: 'complete', address, wait };
  }
  if (type === 'apply_start') return { kind: 'start', address, action: hook?.action ?? '' };
  return { kind: 'progress', address };
}
