import { randomFillSync } from 'node:crypto';

/**
 * A UUIDv7 (https://www.rfc-editor.org/rfc/rfc9562#section-5.7): milliseconds, then a count that grows within
 * this process, then chance. Of two ids of a process the later is the greater, also within a millisecond and
 * when the clock is set back. Random bytes are drawn for many ids at once: for each alone the draw would cost
 * more than all the rest.
 */
export function orderedId(): string {
  const now = Date.now();
  if (now > last) {
    last = now;
    count = drawn(4) >>> 2; // Room above: a process makes a billion ids before the count is full.
    time = hexOf(now, 12);
  } else {
    count += 1;
    if (count > mostCount) {
      last += 1;
      count = 0;
      time = hexOf(last, 12);
    }
  }
  const [high, middle] = [count >>> 20, (count >>> 6) & 0x3fff];
  const low = ((count & 0x3f) << 10) | (drawn(2) & 0x3ff);
  return `${time.slice(0, 8)}-${time.slice(8)}-7${hexOf(high, 3)}-${hexOf(0x8000 | middle, 4)}-${hexOf(low, 4)}${hexOf(drawn(4), 8)}`;
}

/** 12 bits in `rand_a`, 14 and 6 in `rand_b`. */
const mostCount = 2 ** 32 - 1;

let last = 0;
let count = 0;
let time = '';

const pool = Buffer.alloc(6 * 1024);
let used = pool.length;

/** A random whole number of 2 or 4 bytes. */
function drawn(bytes: 2 | 4): number {
  if (used + bytes > pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  used += bytes;
  return bytes === 2 ? pool.readUInt16LE(used - 2) : pool.readUInt32LE(used - 4);
}

function hexOf(value: number, digits: number): string {
  return value.toString(16).padStart(digits, '0');
}
