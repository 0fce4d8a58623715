import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { describe, it } from 'node:test';
import { contactKeys, normaliseEmail, normalisePhone } from './contact.ts';

describe('an e-mail address', () => {
  it('has one spelling', () => {
    for (const given of [
      'ann@lee.example',
      ' Ann@Lee.Example ',
      'ANN@LEE.EXAMPLE',
      '\u00a0ann@lee.example\n',
    ]) {
      assert.equal(normaliseEmail(given), 'ann@lee.example');
    }
    assert.equal(normaliseEmail("o'hara+tag@sub.lee-co.example"), "o'hara+tag@sub.lee-co.example");
    assert.equal(normaliseEmail('a@xn--bcher-kva.example'), 'a@xn--bcher-kva.example');
  });

  it('is refused when it cannot be one', () => {
    const longLocal = `${'a'.repeat(65)}@lee.example`;
    const longAll = `a@${`${'b'.repeat(60)}.`.repeat(5)}example`;
    for (const given of [
      '',
      'ann',
      'ann@',
      '@lee.example',
      'ann@lee',
      'ann@@lee.example',
      'ann lee@lee.example',
      '.ann@lee.example',
      'ann.@lee.example',
      'an..n@lee.example',
      'ann@-lee.example',
      'ann@lee-.example',
      'ann@lee..example',
      'ann@lee.e',
      'ann@127.0.0.1',
      'ann@[127.0.0.1]',
      '"ann"@lee.example',
      'ann@lee.example.',
      'añn@lee.example',
      longLocal,
      longAll,
    ]) {
      assert.equal(normaliseEmail(given), undefined, given);
    }
  });

  it('is refused in no time, however it is made', () => {
    const started = performance.now();
    for (const given of [
      `${'a.'.repeat(10_000)}@`,
      `a@${'a-'.repeat(10_000)}`,
      `a@${'a.'.repeat(10_000)}`,
      'a'.repeat(20_000),
    ]) {
      assert.equal(normaliseEmail(given), undefined);
    }
    assert.ok(performance.now() - started < 2_000);
  });
});

describe('a phone number', () => {
  it('has one spelling, without its extension', () => {
    for (const given of [
      '+1 212 555 0123',
      '(212) 555-0123',
      '212.555.0123',
      '1-212-555-0123',
      '+12125550123;ext=5',
      '212 555 0123 x42',
    ]) {
      assert.equal(normalisePhone(given, 'US'), '+12125550123', given);
    }
    assert.equal(normalisePhone('030 901820', 'DE'), '+4930901820');
    assert.equal(normalisePhone('+49 30 901820', 'US'), '+4930901820');
  });

  it('is read as one of the United States where the country is unknown', () => {
    assert.equal(normalisePhone('(212) 555-0123', 'ZZ'), '+12125550123');
  });

  it('is refused when it cannot be dialled', () => {
    for (const given of [
      '',
      '12',
      '911',
      'call me',
      '+1 212',
      '+999 12345678',
      '212 555 01234567',
      'tel (212) 555-0123 please',
      'x42',
    ]) {
      assert.equal(normalisePhone(given, 'US'), undefined, given);
    }
  });
});

describe('the key of a contact', () => {
  it('is the first half of HMAC-SHA256', () => {
    for (const secret of [Buffer.alloc(32, 7), Buffer.from('00ff'.repeat(16), 'hex'), Buffer.alloc(64, 1)]) {
      for (const contact of ['', 'ann@lee.example', '+12125550123', 'ünïcode', 'x'.repeat(500)]) {
        assert.equal(
          contactKeys(secret)(contact),
          createHmac('sha256', secret).update(contact).digest('hex').slice(0, 32),
        );
      }
    }
  });
});
