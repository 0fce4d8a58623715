import { stat } from 'node:fs/promises';
import { basename, extname, resolve } from 'node:path';
import { exitCodes, Failure } from '../operations/failure.ts';
import { formatAmount, formatBytes, formatCount, formatDuration } from '../operations/figures.ts';
import { findTarget } from '../operations/import/target.ts';
import { uploadFile, type ImportAnswer } from '../operations/import/upload.ts';
import { checkVerdictPath, downloadVerdicts } from '../operations/import/verdict-download.ts';
import type { Command, Context } from './command.ts';

/** `./midcoast import`: leads from a file, given to a Midcoast that runs. */
export const command: Command = {
  name: 'import',
  summary: 'leads from a CSV file, through the same rules as the API, a verdict a row',
  usage: 'import FILE.csv [--source NAME] [--map COLUMN=FIELD …] [--verdicts FILE]',
  positionals: { least: 1, most: 1 },
  options: {
    source: { type: 'string', value: 'NAME', description: 'source of every row; else the file’s own column' },
    map: {
      type: 'string',
      multiple: true,
      value: 'COLUMN=FIELD',
      description: 'read a column as this field; «COLUMN=-» leaves it out',
    },
    verdicts: {
      type: 'string',
      value: 'FILE',
      description: 'where to write the verdicts; else <name>.verdicts.csv here',
    },
    url: {
      type: 'string',
      value: 'URL',
      description: 'a Midcoast elsewhere, with its key in MIDCOAST_API_KEY',
    },
  },
  examples: [
    { line: './midcoast import examples/leads.csv', shows: 'all rows, columns found by their names' },
    { line: './midcoast import fair.csv --source "Trade fair"', shows: 'all rows from one source' },
    {
      line: './midcoast import old.csv --map "Tel.=phone" --map "Remark=-"',
      shows: 'columns with names of their own',
    },
  ],
  notes: [
    'A column is read as the field that its name means, a whole name as first and last name, any other as an attribute. Which was read as which is shown at the end. --map says otherwise; of a field that there is not, it names those that there are.',
    'A second import of the same file takes nothing twice: its rows are duplicates. The verdict file of an earlier import is replaced; the service keeps it, and the console gives it again.',
    'A file that ends in .ndjson or .jsonl is read as one JSON lead a line.',
  ],
  run: async (context, values, [file = '']) => {
    const path = resolve(context.workingDirectory, file);
    const size = await sizeOf(path);
    const verdictPath = resolve(context.workingDirectory, textOf(values['verdicts']) ?? verdictName(path));
    await checkVerdictPath(verdictPath);
    const map = mapOf(values['map']);
    const target = await findTarget({
      root: context.root,
      url: textOf(values['url']),
      apiKey: context.environment['MIDCOAST_API_KEY'],
    });
    const started = performance.now();
    const progress = context.progress(`importing ${basename(path)}`, size);
    const answer = await uploadFile(target, {
      path,
      name: basename(path),
      format: /^\.(ndjson|jsonl)$/i.test(extname(path)) ? 'ndjson' : 'csv',
      source: textOf(values['source']),
      map,
      signal: context.signal,
      onProgress: (bytes, note) =>
        progress.update(bytes, note ?? `${formatBytes(bytes)} of ${formatBytes(size)}`),
    });
    progress.finish();
    await downloadVerdicts(target, answer.id, verdictPath, context.signal);
    tell(context, answer, verdictPath, (performance.now() - started) / 1000);
    return exitCodes.done;
  },
};

function tell(context: Context, answer: ImportAnswer, verdictFile: string, seconds: number): void {
  const { id, rows, accepted, duplicate, suppressed, rejected, unreadable, mapping } = answer;
  const counts = { accepted, duplicate, suppressed, rejected, unreadable };
  context.json({
    importId: id,
    rows,
    ...counts,
    verdictFile,
    mapping,
    seconds: Math.round(seconds * 1000) / 1000,
  });
  for (const line of mappingLines(mapping)) context.print(line);
  context.print(`${formatAmount(rows, 'row')} in ${formatDuration(seconds)}`);
  for (const [verdict, count] of Object.entries(counts))
    context.print(`  ${verdict.padEnd(10)}  ${formatCount(count).padStart(9)}`);
  context.print(`verdicts  ${verdictFile}`);
}

/** Which column was read as which field; those that bear their field's own name share a line. */
function mappingLines(mapping: ImportAnswer['mapping']): readonly string[] {
  if (mapping.length === 0) return [];
  const own = mapping.filter(({ column, field }) => column === field);
  const others = mapping.filter(({ column, field }) => column !== field);
  const width = Math.max(...others.map(({ column }) => column.length), 0);
  return [
    'columns',
    ...others.map(({ column, field }) => `  ${column.padEnd(width)}  →  ${fieldWords(field)}`),
    ...(own.length === 0
      ? []
      : [
          `  ${formatAmount(own.length, 'column')} named as the field: ${own.map(({ column }) => column).join(', ')}`,
        ]),
  ];
}

function fieldWords(field: string | null): string {
  if (field === null) return 'left out';
  return field === 'fullName' ? 'firstName and lastName' : field;
}

async function sizeOf(path: string): Promise<number> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isFile() === true) return found.size;
  throw new Failure({
    code: 'file_missing',
    exit: 'usage',
    message: found === undefined ? `there is no file ${path}` : `${path} is not a file`,
    next: 'name a CSV file, such as examples/leads.csv',
  });
}

function verdictName(path: string): string {
  return `${basename(path, extname(path))}.verdicts.csv`;
}

function mapOf(given: unknown): Record<string, string> {
  const map: Record<string, string> = {};
  for (const text of Array.isArray(given) ? given : []) {
    const at = String(text).lastIndexOf('=');
    if (at <= 0) {
      throw new Failure({
        code: 'map_wrong',
        exit: 'usage',
        message: `--map ${String(text)} is not of the form COLUMN=FIELD`,
        next: 'write it like --map "Tel.=phone", or --map "Remark=-" to leave a column out',
      });
    }
    map[String(text).slice(0, at)] = String(text).slice(at + 1);
  }
  return map;
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
