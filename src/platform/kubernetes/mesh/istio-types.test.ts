import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { bringIstioDefinitions, istioKinds, istioType } from './istio-types.ts';

const definitions = `
spec:
  group: networking.istio.io
  names: { kind: Gateway }
  versions:
    - name: v1beta1
      schema: { openAPIV3Schema: { properties: { spec: { properties: { old: { type: string } } } } } }
    - name: v1
      schema:
        openAPIV3Schema:
          properties:
            spec:
              required: [hosts]
              properties:
                hosts: { type: array, items: { type: string } }
                mode: { type: string, enum: [SIMPLE, MUTUAL] }
                modes: { type: array, items: { type: string, enum: [SIMPLE, MUTUAL] } }
                code: { x-kubernetes-int-or-string: true }
                labels: { type: object, additionalProperties: { type: string } }
                free: { type: object }
                uri: { description: one, properties: { exact: { type: string, description: a } } }
                method: { description: two, properties: { exact: { type: string, description: b } } }
`;

const withoutSpaces = (text: string) => text.replaceAll(/\s+/g, ' ');

/** Absent where Go is not, or cannot reach its modules. */
const whole = await bringIstioDefinitions().catch(() => undefined);

describe('the types of Istio', () => {
  it('are of the version that is served, required where the definition says so', () => {
    const text = istioType(definitions, 'Gateway');
    assert.match(text, /readonly apiVersion: 'networking\.istio\.io\/v1';/);
    assert.match(text, /readonly hosts: readonly string\[\];/);
    assert.doesNotMatch(text, /old/);
  });

  it('know lists of words, maps, and what may be number or text', () => {
    const text = withoutSpaces(istioType(definitions, 'Gateway'));
    for (const part of [
      `readonly mode?: 'SIMPLE' | 'MUTUAL';`,
      `readonly modes?: readonly ('SIMPLE' | 'MUTUAL')[];`,
      'readonly code?: number | string;',
      'readonly labels?: Readonly<Record<string, string>>;',
      'readonly free?: Readonly<Record<string, unknown>>;',
    ]) {
      assert.ok(text.includes(part), part);
    }
  });

  it('say once what two properties have in common', () => {
    const text = withoutSpaces(istioType(definitions, 'Gateway'));
    assert.ok(text.includes('readonly uri?: Uri; readonly method?: Uri;'), text);
    assert.ok(text.includes('type Uri = { readonly exact?: string; };'), text);
  });

  it('refuse a kind that is not defined', () => {
    assert.throws(() => istioType(definitions, 'Sidecar'), /hold no Sidecar of version v1/);
  });

  it(
    'are what the definitions of the pinned version say',
    { skip: whole === undefined && 'Go cannot bring the definitions' },
    async () => {
      for (const [kind, file] of Object.entries(istioKinds)) {
        const committed = await readFile(join(import.meta.dirname, 'istio', `${file}.ts`), 'utf8');
        const bare = (text: string) => text.replaceAll(/[\s;|,()]+/g, '');
        assert.equal(
          bare(committed),
          bare(istioType(whole ?? '', kind)),
          `${file}.ts is stale: run istio-types.ts`,
        );
      }
    },
  );
});
