import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { linters } from './linter.ts';
import { isPipelineSound, pipelineLines, type LintScan } from './pipeline-check.ts';

const plain = (text: string) => text;
const colour = { bold: plain, dim: plain, red: plain, green: plain, yellow: plain, cyan: plain };
const scan = (change: Partial<LintScan> = {}): LintScan => ({
  linter: 'zizmor',
  file: '.github/workflows/pipeline.yml',
  findings: [],
  looked: true,
  ...change,
});
const finding = { file: 'pipeline.yml', line: 7, id: 'artipacked', title: 'keeps credentials' };

describe('the check of the pipeline', () => {
  it('passes where every linter looked and found nothing', () => {
    assert.ok(isPipelineSound({ scans: [scan()], missing: [] }, true));
  });

  it('does not pass with a finding, nor where a linter missed what was planted beside ours', () => {
    for (const bad of [scan({ findings: [finding] }), scan({ looked: false })]) {
      assert.ok(!isPipelineSound({ scans: [scan(), bad], missing: [] }, false));
      assert.ok(pipelineLines({ scans: [bad], missing: [] }, colour).some((line) => line.startsWith('✗')));
    }
  });

  it('lets a person’s machine go without a linter, and a pipeline not', () => {
    const missing = [{ linter: 'zizmor', reason: 'there is no python3 on this machine' }];
    assert.ok(isPipelineSound({ scans: [], missing }, false));
    assert.ok(!isPipelineSound({ scans: [], missing }, true));
  });
});

describe('a report of a linter', () => {
  const read = (name: string, report: unknown) =>
    (linters.find((linter) => linter.name === name) ?? assert.fail(name)).read(report);

  it('gives file, line, id and what is wrong, whoever wrote it', () => {
    assert.deepEqual(
      read('actionlint', [
        { filepath: 'a.yml', line: 3, column: 1, kind: 'expression', message: 'not defined' },
      ]),
      [{ file: 'a.yml', line: 3, id: 'expression', title: 'not defined' }],
    );
    const place = {
      symbolic: { key: { Local: { verbatim_path: 'a.yml' } } },
      concrete: { location: { start_point: { row: 6, column: 8 } } },
    };
    assert.deepEqual(
      read('zizmor', [{ ident: 'artipacked', desc: 'keeps credentials', locations: [place, place] }]),
      [{ file: 'a.yml', line: 7, id: 'artipacked', title: 'keeps credentials' }],
    );
    assert.deepEqual(
      read('hadolint', [
        { code: 'DL3007', file: 'Containerfile', line: 1, column: 1, level: 'warning', message: 'latest' },
      ]),
      [{ file: 'Containerfile', line: 1, id: 'DL3007', title: 'latest' }],
    );
  });

  it('of a clean file is empty', () => {
    for (const { read: readReport } of linters) assert.deepEqual(readReport([]), []);
  });
});
