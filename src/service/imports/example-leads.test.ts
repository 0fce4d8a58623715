import assert from 'node:assert/strict';
import { createReadStream } from 'node:fs';
import { describe, it } from 'node:test';
import { parseLead } from '../leads/candidate.ts';
import { contactKeys } from '../leads/contact.ts';
import { mapColumns } from './columns.ts';
import { readCsv } from './csv-reader.ts';

describe('examples/leads.csv', () => {
  it('is read whole: every row is a lead that can be taken, and one in twelve repeats another', async () => {
    const file = await readCsv(createReadStream(new URL('../../../examples/leads.csv', import.meta.url)));
    assert.ok(file.kind === 'csv');
    const columns = mapColumns(file.columns);
    assert.ok(columns.kind === 'mapped');
    assert.deepEqual(
      columns.mapping.map(({ field }) => field),
      file.columns,
    );

    const keys = contactKeys(Buffer.alloc(32));
    const seen = new Set<string>();
    const counts = { rows: 0, repeats: 0 };
    for (const row of (await Array.fromAsync(file.rows)).flat()) {
      assert.ok(row.kind === 'row');
      const parsed = parseLead(columns.toLeadInput(row.cells), keys);
      assert.ok(parsed.kind === 'candidate', JSON.stringify(parsed));
      const own = parsed.candidate.contacts.map(({ key }) => key);
      counts.rows += 1;
      if (own.some((key) => seen.has(key))) counts.repeats += 1;
      for (const key of own) seen.add(key);
    }
    assert.equal(counts.rows, 300);
    assert.ok(counts.repeats >= 20 && counts.repeats <= 30, String(counts.repeats));
  });
});
