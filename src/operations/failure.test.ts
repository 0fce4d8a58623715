import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';

const source = join(import.meta.dirname, '..');

/** What the code writes after `next:`, by file. */
async function nextTexts(): Promise<readonly string[]> {
  const names = await readdir(source, { recursive: true });
  const files = names.filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'));
  const texts = await Promise.all(
    files.map(async (name) => {
      const text = await readFile(join(source, name), 'utf8');
      const found = text.matchAll(/\bnext:\s*(['"`])(.*?)\1,?\n/g);
      return [...found].map((match) => `${name}: ${match[2]}`);
    }),
  );
  return texts.flat();
}

describe('a Failure', () => {
  it('says what to do next in one form: begun small, and without a full stop', async () => {
    const texts = await nextTexts();
    assert.ok(texts.length > 50, `only ${texts.length} were read`);
    assert.deepEqual(
      texts.filter((text) => /: [A-Z][a-z]|\.$/.test(text)),
      [],
    );
  });
});
