import { isAscii, isUtf8 } from 'node:buffer';
import { readerLimits, type ReaderLimits } from './reader-limits.ts';

/** Latin-1 is read as Windows-1252, as browsers do: it has signs where Latin-1 has only control codes. */
export type TextEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

/**
 * Decodes a file piece by piece, in constant memory. Without `encoding` the file itself says what it is:
 *
 * 1. A byte-order mark decides (UTF-8, UTF-16), and so do ASCII characters with a zero byte each (UTF-16).
 * 2. Otherwise the first byte beyond ASCII decides for the whole file. Where it begins a character of UTF-8,
 *    the file is UTF-8; where not, it is Windows-1252. What came before was ASCII, which both read alike, so
 *    no part of a file is read otherwise than the rest, and none need be held back or read twice. Text of
 *    Windows-1252 hardly ever looks like UTF-8: that takes a pair such as «Ã©».
 * 3. A byte that is no UTF-8 in a file of UTF-8 (two files joined, a character cut) is read as Windows-1252:
 *    the row is kept and so is what it held.
 *
 * Closes `chunks` when it is closed.
 */
export async function* decodeText(
  chunks: AsyncIterable<Uint8Array>,
  encoding?: TextEncoding,
  limits: Pick<ReaderLimits, 'leastBytes' | 'mostBytes'> = readerLimits,
): AsyncGenerator<string, void, undefined> {
  let decode: Decode | undefined;
  for await (const piece of piecesOf(chunks, limits)) {
    let bytes = piece;
    if (decode === undefined) {
      const seen = recognise(piece);
      decode = decoders[encoding ?? seen.encoding ?? 'unknown']();
      if (encoding === undefined || encoding === seen.encoding) bytes = piece.subarray(seen.markBytes);
    }
    const text = decode(bytes, false);
    if (text !== '') yield text;
  }
  const rest = decode?.(Buffer.alloc(0), true) ?? '';
  if (rest !== '') yield rest;
}

/** Bytes that tell an encoding without a doubt. */
const tellingBytes = 4;

/** Joins small chunks and cuts great ones, so that each step of reading is worth its cost. */
async function* piecesOf(
  chunks: AsyncIterable<Uint8Array>,
  limits: Pick<ReaderLimits, 'leastBytes' | 'mostBytes'>,
): AsyncGenerator<Buffer, void, undefined> {
  let held: Buffer[] = [];
  let bytes = 0;
  let least = Math.max(limits.leastBytes, tellingBytes);
  for await (const chunk of chunks) {
    held.push(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength));
    bytes += chunk.byteLength;
    if (bytes < least) continue;
    yield* cut(Buffer.concat(held, bytes), Math.max(limits.mostBytes, least));
    held = [];
    bytes = 0;
    least = limits.leastBytes;
  }
  yield* cut(Buffer.concat(held, bytes), limits.mostBytes);
}

function* cut(bytes: Buffer, most: number): Generator<Buffer, void, undefined> {
  for (let at = 0; at < bytes.length; at += most) yield bytes.subarray(at, at + most);
}

function recognise(start: Buffer): {
  readonly encoding: TextEncoding | undefined;
  readonly markBytes: number;
} {
  const [first, second, third, fourth] = start;
  if (first === 0xef && second === 0xbb && third === 0xbf) return { encoding: 'utf-8', markBytes: 3 };
  if (first === 0xff && second === 0xfe) return { encoding: 'utf-16le', markBytes: 2 };
  if (first === 0xfe && second === 0xff) return { encoding: 'utf-16be', markBytes: 2 };
  const zeros = [first, second, third, fourth].map((byte) => (byte === 0 ? '0' : 'x')).join('');
  if (fourth === undefined) return { encoding: undefined, markBytes: 0 };
  return {
    encoding: zeros === 'x0x0' ? 'utf-16le' : zeros === '0x0x' ? 'utf-16be' : undefined,
    markBytes: 0,
  };
}

/** Decodes the next bytes of a file; `last` when there are no more. */
type Decode = (bytes: Buffer, last: boolean) => string;

const decoders: Readonly<Record<TextEncoding | 'unknown', () => Decode>> = {
  'utf-8': () => utf8OrWindows1252('utf-8'),
  'utf-16le': () => utf16(false),
  'utf-16be': () => utf16(true),
  'windows-1252': () => windows1252,
  unknown: () => utf8OrWindows1252('ascii'),
};

function utf16(bigEndian: boolean): Decode {
  let rest: Buffer = Buffer.alloc(0);
  return (piece, last) => {
    const bytes = Buffer.concat([rest, piece]);
    const whole = bytes.length & ~1;
    rest = bytes.subarray(whole);
    const units = bytes.subarray(0, whole);
    const text = (bigEndian ? units.swap16() : units).toString('utf16le');
    return last && rest.length > 0 ? `${text}\ufffd` : text;
  };
}

function utf8OrWindows1252(start: 'ascii' | 'utf-8'): Decode {
  let kind: 'ascii' | 'utf-8' | 'windows-1252' = start;
  let rest: Buffer = Buffer.alloc(0);
  return (piece, last) => {
    if (kind === 'windows-1252') return windows1252(piece);
    const bytes = rest.length === 0 ? piece : Buffer.concat([rest, piece]);
    const end = last ? bytes.length : wholeCharacters(bytes);
    const whole = bytes.subarray(0, end);
    rest = bytes.subarray(end);
    if (isAscii(whole)) return whole.toString('latin1');
    if (kind === 'ascii') {
      const first = whole.findIndex((byte) => byte > 0x7f);
      kind = utf8Length(whole, first) > 0 ? 'utf-8' : 'windows-1252';
    }
    if (kind === 'utf-8') return isUtf8(whole) ? whole.toString() : damagedUtf8(whole);
    rest = Buffer.alloc(0);
    return windows1252(bytes);
  };
}

/** Bytes up to the last character, if that one may go on in the next piece. */
function wholeCharacters(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return bytes.length;
    if (byte >= 0xc0) return utf8LengthOf(byte) > back ? bytes.length - back : bytes.length;
  }
  return bytes.length;
}

/** Bytes of a character by its first one; 0 where none begins so. */
function utf8LengthOf(first: number): number {
  if (first < 0x80) return 1;
  if (first < 0xc2 || first > 0xf4) return 0;
  return first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
}

/** Bytes of the character of UTF-8 at a place; 0 where there is none. */
function utf8Length(bytes: Buffer, at: number): number {
  const length = utf8LengthOf(bytes[at] ?? 0xff);
  return length > 0 && at + length <= bytes.length && isUtf8(bytes.subarray(at, at + length)) ? length : 0;
}

function damagedUtf8(bytes: Buffer): string {
  let text = '';
  let from = 0;
  for (let at = 0; at < bytes.length;) {
    const length = (bytes[at] ?? 0) < 0x80 ? 1 : utf8Length(bytes, at);
    if (length === 0) {
      text += bytes.toString('utf8', from, at) + windows1252(bytes.subarray(at, at + 1));
      from = at + 1;
    }
    at += length || 1;
  }
  return text + bytes.toString('utf8', from);
}

/**
 * What 0x80 to 0x9F mean, by https://encoding.spec.whatwg.org/index-windows-1252.txt; five mean what they do in
 * Latin-1. A table of ours, because early releases of Node 24 decode this encoding as Latin-1.
 */
const beyondLatin1 = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ';

function windows1252(bytes: Buffer): string {
  const text = bytes.toString('latin1');
  return /[\x80-\x9f]/.test(text)
    ? text.replace(/[\x80-\x9f]/g, (sign) => beyondLatin1.charAt(sign.charCodeAt(0) - 0x80))
    : text;
}
