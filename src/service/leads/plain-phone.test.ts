import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  getCountries,
  getCountryCallingCode,
  getExampleNumber,
  parsePhoneNumberFromString,
} from 'libphonenumber-js/min';
import examples from 'libphonenumber-js/mobile/examples';
import { plainPhone } from './plain-phone.ts';

/** What the library makes of a number, as `normalisePhone` asks it. */
function asked(given: string, country: 'US' | 'DE'): string | undefined {
  const number = parsePhoneNumberFromString(given, { defaultCountry: country, extract: false });
  return number?.isValid() === true ? number.number : undefined;
}

const digits = (least: number, most: number) =>
  fc.string({
    unit: fc.constantFrom('0', '1', '2', '3', '4', '5', '6', '7', '8', '9'),
    minLength: least,
    maxLength: most,
  });
const codes = [...new Set(getCountries().map((country) => getCountryCallingCode(country)))];

/** Counts how often the plain way answered, so that a test cannot pass because it never does. */
function agreeing() {
  let answered = 0;
  return {
    check: (given: string, country: 'US' | 'DE') => {
      const plain = plainPhone(given, country);
      if (plain === undefined) return;
      answered += 1;
      assert.equal(plain, asked(given, country), `${given} in ${country}`);
    },
    answered: () => answered,
  };
}

describe('a plainly written phone', () => {
  it('is what the library says it is, in every country', () => {
    const both = agreeing();
    fc.assert(
      fc.property(
        fc.constantFrom(...codes),
        digits(4, 13),
        fc.constantFrom('US', 'DE'),
        (code, rest, country) => both.check(`+${code}${rest}`, country),
      ),
      { numRuns: 40_000 },
    );
    assert.ok(both.answered() > 2_000, `${both.answered()} were plain`);
  });

  it('is what the library says it is, near a real number of each country', () => {
    const both = agreeing();
    const real = getCountries().flatMap((country) => getExampleNumber(country, examples)?.number ?? []);
    fc.assert(
      fc.property(fc.constantFrom(...real), fc.nat(14), fc.nat(9), (number, place, digit) => {
        both.check(number, 'US');
        both.check(number.slice(0, place + 1) + digit + number.slice(place + 2), 'US');
        both.check(number + digit, 'DE');
      }),
      { numRuns: 10_000 },
    );
    assert.ok(both.answered() > 5_000, `${both.answered()} were plain`);
  });

  it('is what the library says it is, for numbers of the United States in their usual forms', () => {
    const both = agreeing();
    const parts = fc.tuple(digits(3, 3), digits(3, 3), digits(4, 4));
    const written = fc.constantFrom('+1abc', '(a) b-c', '(a)b-c', 'a-b-c', 'a.b.c', 'a b c', 'abc', 'ab-c');
    fc.assert(
      fc.property(parts, written, fc.constantFrom('US', 'DE'), ([a, b, c], form, country) =>
        both.check(
          form.replace(/[abc]/g, (part) => ({ a, b, c })[part] ?? ''),
          country,
        ),
      ),
      { numRuns: 40_000 },
    );
    assert.ok(both.answered() > 5_000, `${both.answered()} were plain`);
  });

  it('is answered for what most sources write', () => {
    assert.equal(plainPhone('+493012345678', 'US'), '+493012345678');
    assert.equal(plainPhone('(212) 555-0123', 'US'), '+12125550123');
    assert.equal(plainPhone('+12125550123', 'DE'), '+12125550123');
  });

  it('is left to the library where it is not sure', () => {
    for (const given of [
      '+49030901820',
      '+447400123456',
      '0212 5550123',
      '+1',
      '',
      '911',
      '+12125550123;ext=5',
    ])
      assert.equal(plainPhone(given, 'US'), undefined, given);
  });
});
