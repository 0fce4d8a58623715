import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { faultsOf } from './fault.ts';

const Thing = Type.Object(
  {
    name: Type.String({ minLength: 2 }),
    size: Type.Optional(Type.Integer({ minimum: 1, maximum: 9 })),
    kind: Type.Optional(Type.Enum(['a', 'b'])),
    part: Type.Optional(
      Type.Union([Type.Object({ left: Type.String() }, { additionalProperties: false }), Type.Null()]),
    ),
    'a/b~c': Type.Optional(Type.String()),
  },
  { additionalProperties: false },
);
const shape = Compile(Thing);
const faults = (given: unknown) => faultsOf(shape.Errors(given), Thing);

describe('faults', () => {
  it('say what and where, in a code and in words', () => {
    assert.deepEqual(faults({ name: 'x' }), [
      { path: '/name', code: 'too_short', detail: 'must not have fewer than 2 characters' },
    ]);
    assert.deepEqual(faults({}), [{ path: '/name', code: 'missing', detail: 'this field is needed' }]);
    assert.deepEqual(faults({ name: 'xx', size: 10 })[0]?.code, 'too_great');
    assert.deepEqual(faults({ name: 'xx', size: 0 })[0]?.code, 'too_small');
    assert.deepEqual(faults({ name: 'xx', size: 1.5 })[0]?.code, 'wrong_type');
  });

  it('name the values that are allowed', () => {
    assert.deepEqual(faults({ name: 'xx', kind: 'c' })[0]?.allowed, ['a', 'b']);
    assert.deepEqual(faults({ name: 'xx', colour: 1 })[0], {
      path: '/colour',
      code: 'unknown_field',
      detail: 'there is no such field',
      allowed: ['name', 'size', 'kind', 'part', 'a/b~c'],
    });
  });

  it('look inside what may be null, and tell each place once', () => {
    assert.deepEqual(
      faults({ name: 'xx', part: { left: 5 } }).map(({ path, code }) => [path, code]),
      [['/part/left', 'wrong_type']],
    );
    assert.deepEqual(faults({ name: 'xx', part: { left: 'l', right: 'r' } })[0]?.allowed, ['left']);
    assert.deepEqual(
      faults({ name: 'xx', part: 5 }).map(({ path, code }) => [path, code]),
      [['/part', 'wrong_type']],
    );
  });

  it('write a place as a JSON pointer', () => {
    assert.deepEqual(
      faults({ name: 'xx', 'x/y~z': 1 }).map(({ path }) => path),
      ['/x~1y~0z'],
    );
  });

  it('do not repeat a name of any length', () => {
    const told = faults({ name: 'xx', ['n'.repeat(5_000)]: 1 });
    assert.deepEqual(
      told.map(({ path, code }) => [path.length, code]),
      [[102, 'unknown_field']],
    );
  });

  it('are at most twenty', () => {
    const many = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`f${index}`, 1]));
    const told = faults({ name: 'x', ...many });
    assert.equal(told.length, 20);
    assert.deepEqual(new Set(told.map(({ code }) => code)), new Set(['unknown_field']));
    assert.deepEqual(faults({ ...many, name: 'x' })[0]?.code, 'unknown_field');
  });
});
