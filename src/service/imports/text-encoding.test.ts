import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { decodeText, type TextEncoding } from './text-encoding.ts';

const latin1 = (text: string) => Buffer.from(text, 'latin1');
const swapped = (text: string) => Buffer.from(text, 'utf16le').swap16();
const long = 'plain, '.repeat(20_000);

async function* chunksOf(bytes: Uint8Array, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function decode(bytes: Uint8Array, size = bytes.length + 1, encoding?: TextEncoding): Promise<string> {
  const limits = { leastBytes: Math.min(size, 16_384), mostBytes: 65_536 };
  let text = '';
  for await (const piece of decodeText(chunksOf(bytes, size), encoding, limits)) text += piece;
  return text;
}

describe('decodeText', () => {
  const cases: readonly (readonly [reason: string, bytes: Buffer, text: string])[] = [
    ['no bytes at all', Buffer.alloc(0), ''],
    ['UTF-8 without a mark', Buffer.from('Zoë 東京 😀'), 'Zoë 東京 😀'],
    ['UTF-8 with a mark', Buffer.from('\ufeffZoë'), 'Zoë'],
    ['only the mark of UTF-8', Buffer.from('\ufeff'), ''],
    ['UTF-16, little end first, with a mark', Buffer.from('\ufeffZoë 😀', 'utf16le'), 'Zoë 😀'],
    ['UTF-16, big end first, with a mark', swapped('\ufeffZoë 😀'), 'Zoë 😀'],
    ['UTF-16 without a mark', Buffer.from('Email,Zoë', 'utf16le'), 'Email,Zoë'],
    ['UTF-16, big end first, without a mark', swapped('Email,Zoë'), 'Email,Zoë'],
    ['half a unit of UTF-16 at the end', Buffer.from([0xff, 0xfe, 0x41, 0, 0x42]), 'A\ufffd'],
    ['Latin-1', latin1('Zo\xeb M\xfcller'), 'Zoë Müller'],
    ['Windows-1252 with its own signs', latin1('\x80 5 \x93Caf\xe9\x94 \x96 it\x92s'), '€ 5 “Café” – it’s'],
    ['what Windows-1252 leaves open', latin1('\xe9 \x81\x8d\x8f\x90\x9d'), 'é \x81\x8d\x8f\x90\x9d'],
    ['Windows-1252 that looks like UTF-8 later on', latin1('Zo\xeb \xc3\xa9'), 'Zoë Ã©'],
    ['Windows-1252 after much ASCII', latin1(`${long}Zo\xeb`), `${long}Zoë`],
    [
      'a byte of Windows-1252 in UTF-8',
      Buffer.concat([Buffer.from('Zoë '), latin1('caf\xe9 '), Buffer.from('東')]),
      'Zoë café 東',
    ],
    ['a character of UTF-8 cut at the end', Buffer.from('Zoë 東').subarray(0, -1), 'Zoë æ\x9d'],
    ['an overlong form, which is no UTF-8', Buffer.from([0x41, 0xc0, 0xaf]), 'AÀ¯'],
  ];
  for (const [reason, bytes, text] of cases) {
    it(`reads ${reason}, however it is cut`, async () => {
      assert.equal(await decode(bytes), text);
      for (const size of bytes.length < 100 ? [1, 2, 3, 5] : [997])
        assert.equal(await decode(bytes, size), text);
    });
  }

  it('reads as it is told, whatever the bytes look like', async () => {
    assert.equal(await decode(Buffer.from('é'), 9, 'windows-1252'), 'Ã©');
    assert.equal(await decode(Buffer.from('ab', 'utf16le'), 9, 'utf-16le'), 'ab');
    assert.equal(await decode(Buffer.from('\ufeffab'), 9, 'utf-8'), 'ab');
  });

  it('gives all of any text back in every encoding, cut anywhere', async () => {
    const text = fc.string({ unit: 'binary' }).map((sample) => `Email,${sample.replaceAll('\ufeff', '')}`);
    await fc.assert(
      fc.asyncProperty(text, fc.integer({ min: 1, max: 7 }), async (given, size) => {
        assert.equal(await decode(Buffer.from(given), size), given);
        assert.equal(await decode(Buffer.from(`\ufeff${given}`, 'utf16le'), size), given);
        assert.equal(await decode(swapped(`\ufeff${given}`), size), given);
      }),
      { numRuns: 150 },
    );
  });

  it('reads any bytes the same, wherever they are cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 60 }),
        fc.integer({ min: 1, max: 9 }),
        async (bytes, size) => {
          assert.equal(await decode(bytes, size), await decode(bytes));
        },
      ),
      { numRuns: 300 },
    );
  });

  it('closes the file when reading is left early', async () => {
    let closed = false;
    async function* endless() {
      try {
        for (;;) yield Buffer.from(long);
      } finally {
        closed = true;
      }
    }
    for await (const _ of decodeText(endless())) break;
    assert.equal(closed, true);
  });
});
