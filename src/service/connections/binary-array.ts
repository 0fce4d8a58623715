/**
 * Arrays in PostgreSQL's binary form, as parameters: the server takes them as they are, where it would read text
 * value by value. One dimension, null for undefined.
 * Form: `array_recv` in https://github.com/postgres/postgres/blob/REL_18_STABLE/src/backend/utils/adt/arrayfuncs.c.
 */

/** Of ids as PostgreSQL writes them, or as 32 hexadecimal digits. */
export function uuidArray(values: readonly (string | undefined)[]): Buffer {
  const array = begin(values, oids.uuid, 16 * values.length);
  let at = headBytes(values);
  let before: string | undefined;
  for (const value of values) {
    at = array.writeInt32BE(value === undefined ? -1 : 16, at);
    if (value === undefined) {
      before = undefined;
    } else if (value === before) {
      array.copyWithin(at, at - 20, at - 4); // Most batches are of one account, and of few sources.
      at += 16;
    } else {
      at = writeDigits(array, value, at);
      before = value;
    }
  }
  return array.subarray(0, at);
}

/** Of whole numbers within 32 bits. */
export function integerArray(values: readonly number[]): Buffer {
  const array = begin(values, oids.integer, 4 * values.length);
  let at = headBytes(values);
  for (const value of values) at = array.writeInt32BE(value, array.writeInt32BE(4, at));
  return array;
}

/** Of whole numbers within 16 bits. */
export function smallintArray(values: readonly number[]): Buffer {
  const array = begin(values, oids.smallint, 2 * values.length);
  let at = headBytes(values);
  for (const value of values) at = array.writeInt16BE(value, array.writeInt32BE(2, at));
  return array;
}

/** Of documents of type `json`. */
export function jsonArray(values: readonly string[]): Buffer {
  const characters = values.reduce((sum, value) => sum + value.length, 0);
  const array = begin(values, oids.json, 3 * characters);
  let at = headBytes(values);
  for (const value of values) {
    const bytes = array.write(value, at + 4, 'utf8');
    array.writeInt32BE(bytes, at);
    at += 4 + bytes;
  }
  return array.subarray(0, at);
}

const oids = { uuid: 2950, smallint: 21, integer: 23, json: 114 } as const;

function headBytes(values: readonly unknown[]): number {
  return values.length === 0 ? 12 : 20;
}

/** Room for the values and their lengths, and the head: dimensions, whether there are nulls, type, length, first index. */
function begin(values: readonly unknown[], type: number, bytes: number): Buffer {
  const array = Buffer.allocUnsafe(headBytes(values) + 4 * values.length + bytes);
  array.writeInt32BE(values.length === 0 ? 0 : 1, 0);
  array.writeInt32BE(values.includes(undefined) ? 1 : 0, 4);
  array.writeInt32BE(type, 8);
  if (values.length > 0) {
    array.writeInt32BE(values.length, 12);
    array.writeInt32BE(1, 16);
  }
  return array;
}

/** Writes 32 hexadecimal digits, with or without dashes between them; answers where the next value goes. */
function writeDigits(into: Buffer, id: string, from: number): number {
  const places = id.length === 36 ? dashedPlaces : id.length === 32 ? plainPlaces : [];
  let unknown = places.length - 16;
  let at = from;
  for (const place of places) {
    const high = digits[id.charCodeAt(place)] ?? -1;
    const low = digits[id.charCodeAt(place + 1)] ?? -1;
    unknown |= high | low;
    into[at] = (high << 4) | low;
    at += 1;
  }
  if (unknown < 0) throw new Error('this is no id');
  return at;
}

/** Where the two digits of each byte stand. */
const plainPlaces = Array.from({ length: 16 }, (_, byte) => 2 * byte);
const dashedPlaces = plainPlaces.map((place) => place + [8, 12, 16, 20].filter((end) => place >= end).length);

/** What each sign of ASCII is as a hexadecimal digit; -1 where it is none. */
const digits = Int8Array.from({ length: 128 }, (_, code) => {
  const digit = Number.parseInt(String.fromCharCode(code), 16);
  return Number.isNaN(digit) ? -1 : digit;
});
