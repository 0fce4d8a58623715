import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { definedSchemas } from './definition-schema.ts';

const versions = (properties: Readonly<Record<string, object>>) =>
  [
    { name: 'v1', served: true, schema: { openAPIV3Schema: { type: 'object', properties } } },
    { name: 'v1beta1', served: false, schema: { openAPIV3Schema: { type: 'object' } } },
  ] as const;

const specOf = (spec: object) => {
  const [schema] = definedSchemas([
    { spec: { group: 'networking.istio.io', names: { kind: 'Gateway' }, versions: versions({ spec }) } },
  ]).values();
  return schema?.properties?.['spec'];
};

describe('a schema made of a definition', () => {
  it('is that of the versions that are served, named as kubeconform looks for it', () => {
    const definition = { group: 'networking.istio.io', names: { kind: 'Gateway' }, versions: versions({}) };
    const schemas = definedSchemas([{ spec: definition }]);
    assert.deepEqual([...schemas.keys()], ['gateway-networking-v1.json']);
    assert.equal(schemas.get('gateway-networking-v1.json')?.additionalProperties, false);
  });

  it('refuses a field that it does not know, unless the definition keeps any', () => {
    const known = { type: 'object', properties: { a: { type: 'string' } } };
    assert.equal(specOf(known)?.additionalProperties, false);
    assert.equal(
      specOf({ ...known, 'x-kubernetes-preserve-unknown-fields': true })?.additionalProperties,
      true,
    );
    assert.equal(specOf({ type: 'object' })?.additionalProperties, undefined);
  });

  it('goes through lists and maps', () => {
    const inner = { type: 'object', properties: { a: { type: 'string' } } };
    assert.equal(specOf({ type: 'array', items: inner })?.items?.additionalProperties, false);
    const map = specOf({ type: 'object', additionalProperties: inner })?.additionalProperties;
    assert.deepEqual(map, { ...inner, additionalProperties: false });
  });

  it('says in its own words what may be absent, and what may be number or text', () => {
    assert.deepEqual(specOf({ type: 'string', nullable: true }), { type: ['string', 'null'] });
    assert.deepEqual(specOf({ type: 'integer', 'x-kubernetes-int-or-string': true })?.anyOf, [
      { type: 'integer' },
      { type: 'string' },
    ]);
  });
});
