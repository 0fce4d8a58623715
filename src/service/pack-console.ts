import { packConsole } from './console-files.ts';

/** Writes the console into the file that is named: `node src/service/pack-console.ts FILE`. */
const [, , file] = process.argv;
if (file === undefined) throw new Error('usage: pack-console.ts FILE');
await packConsole(file);
