import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, describe, it } from 'node:test';
import { createTerminal } from '../../terminal.ts';
import { apply, type TerraformWork } from './terraform-work.ts';

const event = (type: string, address: string) =>
  JSON.stringify({ type, hook: { resource: { addr: address }, action: 'create', elapsed_seconds: 1 } });

/** Begins two things, and ends as it is told by what is in a file. */
const terraform = `#!/bin/sh
cat <<'LINES'
${event('apply_start', 'aws_vpc.a')}
${event('apply_start', 'aws_vpc.b')}
LINES
while [ ! -s end ]; do sleep 0.02; done
cat <<'LINES'
${event('apply_complete', 'aws_vpc.a')}
${event('apply_complete', 'aws_vpc.b')}
LINES
exit "$(cat end)"
`;

describe('apply', () => {
  let path = '';
  before(async () => {
    path = await mkdtemp(join(tmpdir(), 'midcoast-apply-'));
    await writeFile(join(path, 'terraform'), terraform, { mode: 0o755 });
  });
  after(() => rm(path, { recursive: true }));
  beforeEach(() => rm(join(path, 'end'), { force: true }));

  /** Work whose second thing resolves `begun`. */
  function begin() {
    const begun = Promise.withResolvers<void>();
    const terminal = createTerminal({ stream: { write: () => true }, environment: {} });
    const work: TerraformWork = {
      folder: { state: 'recovery', path, files: new Map(), override: {} as never },
      program: join(path, 'terraform'),
      open: {},
      closed: { PATH: process.env['PATH'] },
      signal: new AbortController().signal,
      force: new AbortController().signal,
      terminal: {
        ...terminal,
        progress: () => ({
          update: (_, address) => (address === 'aws_vpc.b' ? begun.resolve() : undefined),
          finish: () => undefined,
        }),
      },
    };
    return { work, begun: begun.promise };
  }
  const end = (code: number) => writeFile(join(path, 'end'), String(code));

  it('tells that all is made a while after the last thing was begun, before Terraform ends', async (test) => {
    test.mock.timers.enable({ apis: ['setTimeout'] });
    const { work, begun } = begin();
    let made = 0;
    const applied = apply(work, 'plan', 2, () => (made += 1));
    await begun;
    test.mock.timers.tick(9_999);
    assert.equal(made, 0);
    test.mock.timers.tick(1);
    assert.equal(made, 1);
    await end(0);
    assert.equal((await applied).length, 2);
  });

  it('does not tell it while a thing waits for another, but at the end', async (test) => {
    test.mock.timers.enable({ apis: ['setTimeout'] });
    const { work, begun } = begin();
    let made = 0;
    const applied = apply(work, 'plan', 3, () => (made += 1));
    await begun;
    test.mock.timers.tick(60_000);
    assert.equal(made, 0);
    await end(0);
    await applied;
    assert.equal(made, 1);
  });

  it('does not tell it when Terraform fails', async () => {
    const { work, begun } = begin();
    let made = 0;
    const applied = apply(work, 'plan', 3, () => (made += 1));
    await begun;
    await end(1);
    await assert.rejects(applied, { code: 'terraform_failed' });
    assert.equal(made, 0);
  });
});
