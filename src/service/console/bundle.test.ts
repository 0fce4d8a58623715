import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { bundleConsole, type ConsoleFile } from './bundle.ts';

const files = await bundleConsole();
const ending = (extension: string): ConsoleFile => {
  const found = [...files].filter(([path]) => path.endsWith(extension));
  assert.equal(found.length, 1, `one ${extension}`);
  return found[0]![1];
};
const page = ending('.html').body.toString();

describe('bundleConsole', () => {
  it('keeps the script under 60 kB compressed', () => {
    const size = gzipSync(ending('.js').body).length;
    assert.ok(size < 60_000, `${size} bytes`);
  });

  it('brings no validator and nothing of the server to the browser', () => {
    const script = ending('.js').body.toString();
    for (const foreign of ['~kind', 'additionalProperties', 'node:', 'MIDCOAST_DATABASE_URL', 'processes']) {
      assert.ok(!script.includes(foreign), foreign);
    }
  });

  it('gives a page that a strict content security policy takes: nothing inline, nothing from elsewhere', () => {
    assert.doesNotMatch(page, /\sstyle=|\son\w+=|<style|javascript:|https?:/);
    for (const [, attributes, text] of page.matchAll(/<script([^>]*)>([^<]*)/g)) {
      assert.match(attributes ?? '', /src="\/assets\/app-[^"]+\.js"/);
      assert.equal(text, '');
    }
    assert.doesNotMatch(ending('.css').body.toString(), /@import|https?:/);
  });

  it('names every asset that the page asks for, by its content', () => {
    const asked = [...page.matchAll(/"(\/assets\/[^"]+)"/g)].map(([, path]) => path ?? '');
    assert.equal(asked.length, 3);
    for (const path of asked) assert.equal(files.get(path)?.immutable, true, path);
    assert.equal(files.get('/index.html')?.immutable, false);
  });

  it('builds the same twice, so that replicas serve the same names', async () => {
    assert.deepEqual([...(await bundleConsole()).keys()], [...files.keys()]);
  });
});
