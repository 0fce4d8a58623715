import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import pg from 'pg';
import { openTestService, type TestService } from '../test-service.ts';

describe('the rows of an import', () => {
  let service: TestService;
  let superuser: pg.Client;
  before(async () => {
    service = await openTestService();
    superuser = new pg.Client({ connectionString: service.superuserUrl });
    await superuser.connect();
  });
  after(async () => {
    await superuser.end();
    await service.stop();
  });

  const importLines = async (lines: readonly string[]) => {
    const { json, status } = await service.ask('POST', '/v1/imports', {
      body: `${lines.join('\n')}\n`,
      headers: { 'content-type': 'application/x-ndjson' },
      as: await service.makeKey(['leads:write', 'imports:write', 'imports:read'], 100_000),
    });
    assert.equal(status, 202);
    const { text, status: found } = await service.ask('GET', `/v1/imports/${json.id}/verdicts.csv`);
    assert.equal(found, 200);
    const verdicts = text
      .trimEnd()
      .split('\r\n')
      .slice(1)
      .map((line) => line.split(','));
    return { counts: json, verdicts };
  };
  const line = (name: string, source = 'File') =>
    JSON.stringify({ source, email: `${name}@rows.example`, company: `Zoë ${name}` });

  it('are decided as if one came after the other, across batches too', async () => {
    const lines = Array.from({ length: 2_500 }, (_, n) => line(`row${n}`, `Source ${n % 7}`));
    lines[999] = line('row10'); // Row 1,000, the last of the first batch, repeats row 11.
    lines[1_000] = line('row999'); // New: row 1,000 is not the lead that its number would be.
    lines[1_500] = line('row20');
    lines[1_501] = '{"source":';
    lines[1_502] = JSON.stringify({ source: 'File' });
    lines[2_400] = line('row1400');
    const { counts, verdicts } = await importLines(lines);
    assert.deepEqual(
      verdicts.map(([row]) => Number(row)),
      lines.map((_, n) => n + 1),
    );
    const others = verdicts.filter(([, verdict]) => verdict !== 'accepted');
    const leadOf = (row: number) => verdicts[row - 1]?.[2];
    assert.deepEqual(
      others.map(([row, verdict, , duplicateOf, code]) => [row, verdict, duplicateOf, code]),
      [
        ['1000', 'duplicate', leadOf(11), 'same_email'],
        ['1501', 'duplicate', leadOf(21), 'same_email'],
        ['1502', 'unreadable', '', 'bad_json'],
        ['1503', 'rejected', '', 'contact_missing'],
        ['2401', 'duplicate', leadOf(1401), 'same_email'],
      ],
    );
    const { rows, accepted, duplicate, rejected, unreadable } = counts;
    assert.deepEqual(
      { rows, accepted, duplicate, rejected, unreadable },
      { rows: 2_500, accepted: 2_495, duplicate: 3, rejected: 1, unreadable: 1 },
    );
  });

  it('leave their lead, its event and their verdict, and stand in the log in their order', async () => {
    const { counts, verdicts } = await importLines(
      Array.from({ length: 1_200 }, (_, n) => line(`ordered${n}`)),
    );
    assert.equal(counts.accepted, 1_200);
    const { rows } = await superuser.query<{ id: string }>(
      `select l.id from leads l join outbox o on o.id = l.id and o.position = l.position
         join import_rows r on r.lead_id = l.id and r.import_id = l.import_id
       where l.import_id = $1 order by l.position`,
      [counts.id],
    );
    assert.deepEqual(
      rows.map(({ id }) => id),
      verdicts.map(([, , id]) => id),
    );
  });

  it('are all repeats the second time, each of its own lead', async () => {
    const lines = Array.from({ length: 1_100 }, (_, n) => line(`again${n}`));
    const first = await importLines(lines);
    const second = await importLines(lines);
    assert.deepEqual(
      second.verdicts.map(([, verdict, , duplicateOf]) => [verdict, duplicateOf]),
      first.verdicts.map(([, , id]) => ['duplicate', id]),
    );
  });
});
