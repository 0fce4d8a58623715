import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { startMidcoast } from './running-midcoast.ts';

const program = process.env['MIDCOAST_SCHEMATHESIS'];
const extent = process.env['MIDCOAST_TEST_EXTENT'] ?? 'quick';

/** Seconds of requests; a run may take as long again to start and to report. */
const seconds = extent === 'all' ? 600 : 60;

/** CI asks the same each time, so that a red run tells of the change; `--all` asks anew, and finds what is new. */
const seed = extent === 'all' ? '' : '--seed 20261123';

/**
 * All checks. What the description allows may still be refused for what no schema says (a cursor that no list
 * gave, an address that is none): 400 and 422 are fair answers then, and 431 to a head beyond any limit. Whatever
 * they are, they must be described.
 */
const settings = `
[checks.negative_data_rejection]
expected-statuses = ["400", "401", "403", "404", "405", "409", "413", "415", "422", "429", "431"]
[checks.positive_data_acceptance]
expected-statuses = ["2xx", "3xx", "400", "401", "403", "404", "409", "413", "415", "422", "429", "431"]
`;

/** The stream of events never ends; signing in and revoking keys would take away what the rest is asked with. */
const left = ['getEvents', 'postSession', 'getSession', 'deleteSession', 'deleteApiKeysId'];

type Line = { readonly TestCase?: unknown; readonly ScenarioFinished?: unknown };

async function fuzz(
  url: string,
  apiKey: string,
  folder: string,
): Promise<{ code: number; said: string; requests: number }> {
  await writeFile(join(folder, 'schemathesis.toml'), settings);
  const report = join(folder, 'report.ndjson');
  const options = `run ${url}/openapi.json --checks all --max-time ${seconds} --continue-on-failure --no-color
    --max-examples ${extent === 'all' ? 100 : 10} --suppress-health-check too_slow --request-timeout 60 --report ndjson --report-ndjson-path ${report} ${seed}
    ${left.map((id) => `--exclude-operation-id ${id}`).join(' ')}`;
  const words = [
    ...options.split(/\s+/).filter((word) => word !== ''),
    '--header',
    `Authorization: Bearer ${apiKey}`,
  ];
  const running = spawn(program ?? '', words, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [running.stdout, running.stderr])
    stream.on('data', (text: Buffer) => (said += text.toString()));
  const code = await new Promise<number>((resolve) => running.once('close', resolve));
  const lines = (await readFile(report, 'utf8')).split('\n').filter((line) => line !== '');
  const requests = lines.filter((line) => (JSON.parse(line) as Line).ScenarioFinished !== undefined).length;
  return { code, said, requests };
}

describe('the API', () => {
  const missing = program === undefined ? 'schemathesis is not here' : false;
  const skip =
    extent === 'quick' ? 'only with CI or --all: it takes minutes' : extent === 'ci' ? false : missing;

  it(
    'answers every request that its description allows, and many it does not, as it describes',
    { skip },
    async () => {
      assert.ok(program !== undefined, missing || '');
      await using midcoast = await startMidcoast();
      const folder = await mkdtemp(join(tmpdir(), 'midcoast-openapi-'));
      try {
        const { code, said, requests } = await fuzz(midcoast.url, midcoast.apiKey, folder);
        assert.ok(requests > 30, `only ${requests} scenarios ran:\n${said.slice(-2_000)}`);
        assert.equal(code, 0, said.slice(-20_000));
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },
  );
});
