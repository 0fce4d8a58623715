import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { promisify } from 'node:util';
import { root, startMidcoast } from './running-midcoast.ts';

const run = promisify(execFile);

describe('a partner’s first call', () => {
  it('works as the examples show it', async () => {
    await using midcoast = await startMidcoast();
    const options = { env: { ...process.env, MIDCOAST_API_KEY: midcoast.apiKey } };

    const program = await run(
      process.execPath,
      [join(root, 'examples', 'first-call.mjs'), midcoast.url],
      options,
    );
    assert.match(program.stdout, /verdict: 'accepted'/);

    const shell = await run(join(root, 'examples', 'first-call.sh'), [midcoast.url], options);
    const answers = shell.stdout.split('\n').filter((line) => line.startsWith('{'));
    const [first, again, other] = answers.map(
      (line) => JSON.parse(line) as { id: string; duplicateOf?: string },
    );
    assert.equal(answers.length, 3);
    assert.equal(answers[0], answers[1]);
    assert.equal(other?.duplicateOf, first?.id);
    assert.equal(again?.id, first?.id);
  });
});
