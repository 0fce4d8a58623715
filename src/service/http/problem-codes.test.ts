import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { unreadableReasons } from '../imports/unreadable-row.ts';
import { unusableReasons } from '../imports/unusable-file.ts';
import { problemCodes } from './problem-codes.ts';

const service = join(import.meta.dirname, '..');
const page = await readFile(join(service, '..', '..', 'docs', 'problems.md'), 'utf8');
const [refusals = '', faults = ''] = page.split('\n## Faults\n');

/** A refusal as the page describes it, under the heading of its status. */
type Described = { readonly code: string; readonly status: number; readonly text: string };

function describedRefusals(): readonly Described[] {
  return refusals
    .split(/^## (?=\d{3}$)/m)
    .slice(1)
    .flatMap((chapter) =>
      chapter
        .split(/^### /m)
        .slice(1)
        .map((section) => ({
          code: section.slice(0, section.indexOf('\n')),
          status: Number(chapter.slice(0, 3)),
          text: section.slice(section.indexOf('\n')).replaceAll(/\s+/g, ' '),
        })),
    );
}

/** Codes that the source gives to faults: `code: '…'`, and the table of schema keywords. */
async function codesInSource(): Promise<ReadonlySet<string>> {
  const rooms = ['http', 'imports', 'leads'].map((room) => join(service, room));
  const files = await Promise.all(
    rooms.map((room) => readdir(room, { recursive: true, withFileTypes: true })),
  );
  const sources = files
    .flat()
    .filter((file) => file.isFile() && file.name.endsWith('.ts') && !file.name.endsWith('.test.ts'));
  const texts = await Promise.all(sources.map((file) => readFile(join(file.parentPath, file.name), 'utf8')));
  const text = texts.join('\n');
  const keywords = /const codeOfKeyword\b[^{]*\{([^}]*)\}/.exec(text);
  const given = text.matchAll(/\bcode: '(\w+)'/g);
  const mapped = (keywords?.[1] ?? '').matchAll(/: '(\w+)'/g);
  return new Set([...given, ...mapped].map((match) => match[1] ?? ''));
}

describe('docs/problems.md', () => {
  it('describes every problem code once, under its status, in their order', () => {
    const described = describedRefusals().map(({ code, status }) => `${status} ${code}`);
    const ours = Object.entries(problemCodes)
      .toSorted(([, a], [, b]) => a.status - b.status)
      .map(([code, { status }]) => `${status} ${code}`);
    assert.ok(ours.length > 20);
    assert.deepEqual(described, ours);
  });

  it('gives each code the words of its title, and says what to do', () => {
    for (const { code, text } of describedRefusals()) {
      const { title } = problemCodes[code as keyof typeof problemCodes];
      const words = title.replace(/[?.]$/, '');
      assert.ok(text.trim().startsWith(words), `${code} does not begin with «${words}»`);
      assert.match(text, /\*\*Do\.\*\* [\w`].{10,}\./, `${code} does not say what to do`);
    }
  });

  it('lists every code of a fault, and no other', async () => {
    const listed = [...faults.matchAll(/^\| `(\w+)` +\| +\S.* \| +\S.* \|$/gm)].map(
      (match) => match[1] ?? '',
    );
    const ours = new Set([
      ...(await codesInSource()),
      ...Object.keys(unreadableReasons),
      ...Object.keys(unusableReasons),
    ]);
    assert.ok(ours.size > 20);
    assert.deepEqual(listed.toSorted(), [...ours].toSorted());
  });
});
