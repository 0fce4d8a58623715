import { formatDuration } from '../figures.ts';
import type { Measure, RehearsalReport, Wait } from './report.ts';

/** So much of a raw answer is shown; the report in JSON holds more. */
const shownCharacters = 240;

/** The report as one page that needs nothing else: readable by day and by night, and on paper. */
export function reportPage(report: RehearsalReport): string {
  const { environment, part, digest, passed, seconds, tools } = report;
  const title = `Rehearsal of ${environment}: ${part}`;
  return [
    '<!doctype html>',
    `<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escape(title)}</title><style>${style}</style></head><body><main>`,
    `<h1>${escape(title)} <span class="${passed ? 'good' : 'bad'}">${passed ? 'passed' : 'not passed'}</span></h1>`,
    `<p>${formatDuration(seconds)}; ${tools.map(({ name, version }) => escape(`${name} ${version}`)).join(', ')}.<br>Of what was generated: <code>${digest}</code></p>`,
    list('What is wrong', report.faults),
    ...sections(report),
    '</main></body></html>',
    '',
  ].join('\n');
}

/** What the same findings are called in each part. */
const titles = {
  aws: {
    facts: 'Read back',
    drift: 'Changed behind Terraform’s back',
    secondPlan: 'What the second plan would still change',
    left: 'Left after destroy',
    ledger: 'Where the emulators answer otherwise than AWS',
    additions: 'What was added to the files',
  },
  cluster: {
    facts: 'What must be so',
    drift: undefined,
    secondPlan: 'What changed when everything was applied again',
    left: 'Left when all was stopped',
    ledger: 'What this cluster cannot prove',
    additions: 'What stood for things of the cloud',
  },
} as const;

function sections(report: RehearsalReport): readonly string[] {
  const { planned, applied, additions, part } = report;
  return [
    `<p>${planned} things planned, ${applied} applied.</p>`,
    ...findings(report),
    ledgerTable(report),
    stepsTable(report),
    `<h2>${escape(titles[part].additions)}</h2>${Object.entries(additions)
      .map(([state, file]) => `<h3>${escape(state)}</h3><pre>${escape(JSON.stringify(file, null, 2))}</pre>`)
      .join('')}`,
  ];
}

function findings({ part, facts, drift, left, secondPlan }: RehearsalReport): readonly string[] {
  const title = titles[part];
  const changes = drift.map(({ change, address, attribute, seen }) => [
    change,
    address,
    attribute,
    mark(seen),
  ]);
  return [
    table(
      title.facts,
      ['what', 'declared', 'seen', ''],
      facts.map(({ name, expected, seen, holds }) => [name, shown(expected), shown(seen), mark(holds)]),
    ),
    ...(title.drift === undefined
      ? []
      : [table(title.drift, ['change', 'address', 'attribute', ''], changes)]),
    table(
      title.secondPlan,
      ['address', 'action', 'attributes'],
      secondPlan.map(({ address, action, attributes }) => [address, action, attributes.join(', ')]),
    ),
    table(
      title.left,
      ['type', 'id', 'region'],
      left.map(({ type, id, region }) => [type, id, region]),
    ),
  ];
}

function ledgerTable({ part, ledger }: RehearsalReport): string {
  return table(
    titles[part].ledger,
    ['resource', 'attribute', 'fault', 'answered', 'proved by', 'not proved'],
    ledger.map((row) => [
      row.resource,
      row.attribute,
      row.fault,
      row.recorded.slice(0, shownCharacters),
      row.provedBy,
      row.unproved,
    ]),
  );
}

function stepsTable({ steps }: RehearsalReport): string {
  return table(
    'Steps',
    ['step', 'time', 'longest in it, or watched'],
    steps.map(({ name, seconds, limits }) => [
      name,
      formatDuration(seconds),
      limits.map(shownLimit).join(', '),
    ]),
  );
}

function shownLimit(limit: Wait | Measure): string {
  if ('address' in limit) return `${limit.address} ${limit.seconds} s`;
  return `${limit.what}: ${limit.seen}, ${limit.allowed} ${mark(limit.holds)}`;
}

function table(title: string, head: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return `<h2>${escape(title)}</h2><p>Nothing.</p>`;
  const heads = head.map((cell) => `<th>${escape(cell)}</th>`).join('');
  const body = rows
    .map((row) => `<tr>${row.map((cell) => `<td>${escape(cell)}</td>`).join('')}</tr>`)
    .join('');
  return `<h2>${escape(title)}</h2><div class="wide"><table><thead><tr>${heads}</tr></thead><tbody>${body}</tbody></table></div>`;
}

function list(title: string, items: readonly string[]): string {
  if (items.length === 0) return '';
  return `<h2>${escape(title)}</h2><ul>${items.map((item) => `<li>${escape(item)}</li>`).join('')}</ul>`;
}

function shown(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? 'nothing');
}

function mark(good: boolean): string {
  return good ? '✓' : '✗';
}

function escape(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

const style = `
:root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif; --line: color-mix(in srgb, currentColor 18%, transparent); }
main { max-width: 76rem; margin: 2rem auto; padding: 0 1rem; }
h1 span { font-size: 1rem; padding: .15rem .6rem; border-radius: 1rem; border: 1px solid currentColor; vertical-align: middle; }
.good { color: light-dark(#14632b, #7ddc98); } .bad { color: light-dark(#a3160c, #ff9d92); }
.wide { overflow-x: auto; } table { border-collapse: collapse; width: 100%; } td:nth-child(-n + 3) { min-width: 9rem; }
th, td { text-align: left; vertical-align: top; padding: .3rem .8rem .3rem 0; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
th { font-weight: 600; } pre { overflow-x: auto; padding: .8rem; border: 1px solid var(--line); border-radius: .4rem; font-size: .85rem; }
code { overflow-wrap: anywhere; }
`;
