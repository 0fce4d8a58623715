/** One entry of a process's log, as far as a person wants to see it. */
export type LogEntry = {
  readonly level: 'debug' | 'info' | 'warn' | 'error' | 'fatal';
  /** One line: what happened, and the error's own words. */
  readonly text: string;
};

const levels = ['debug', 'info', 'warn', 'error', 'fatal'] as const;

/** Fields that say who and when, which the reader of a terminal knows. */
const passedOver = new Set(['level', 'time', 'process', 'pid', 'hostname', 'msg', 'err', 'v']);

/** Reads a JSON line as the service logs it; undefined for anything else. */
export function readLogEntry(line: string): LogEntry | undefined {
  if (!line.startsWith('{')) return undefined;
  let value: Readonly<Record<string, unknown>>;
  try {
    value = JSON.parse(line) as Readonly<Record<string, unknown>>;
  } catch {
    return undefined;
  }
  const level = levels.find((name) => name === value['level']);
  if (level === undefined) return undefined;
  const error = value['err'] as { readonly message?: unknown } | undefined;
  const fields = Object.entries(value)
    .filter(([name, field]) => !passedOver.has(name) && typeof field !== 'object')
    .map(([name, field]) => `${name}=${String(field)}`);
  const words = [value['msg'], error?.message === value['msg'] ? undefined : error?.message];
  const said = words.filter((word) => typeof word === 'string' && word !== '').join(': ');
  return { level, text: [said, ...fields].join('  ').replaceAll(/\s*\n\s*/g, ' ') };
}
