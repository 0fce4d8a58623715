import { join, resolve } from 'node:path';
import { layOut } from './lay-out.ts';

/** Lays out what the image holds: `node src/operations/build/main.ts FOLDER`, as the Containerfile does. */
const [, , out] = process.argv;
if (out === undefined) throw new Error('usage: main.ts FOLDER');
await layOut(join(import.meta.dirname, '../../..'), resolve(out));
