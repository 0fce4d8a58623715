import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Failure } from '../failure.ts';
import { proveRows, type Count, type Proof } from './intake-proof.ts';

const none = { leads: 0, contact_keys: 0, idempotency_keys: 0, outbox: 0, import_rows: 0, source_tallies: 0 };
const thousand = {
  leads: 1000,
  contact_keys: 1800,
  idempotency_keys: 1000,
  outbox: 1000,
  import_rows: 0,
  source_tallies: 2,
};

function proof(after: Readonly<Record<string, number>>, walFsyncs = 500, idempotent = true): Proof {
  const count = (rows: Readonly<Record<string, number>>, fsyncs: number): Count => ({
    rows: new Map(Object.entries(rows)),
    walFsyncs: fsyncs,
  });
  return {
    contender: 'single',
    before: count(none, 10),
    after: count(after, walFsyncs),
    answered: 1000,
    idempotent,
  };
}

describe('proveRows', () => {
  it('takes a measurement whose every answer left its rows', () => {
    proveRows(proof(thousand));
    proveRows(proof({ ...thousand, idempotency_keys: 0, import_rows: 1000, outbox: 1003 }, 500, false));
  });

  it('ends the bench with exit 1 when rows and answers differ', () => {
    const breaches = [
      [{ ...thousand, leads: 999 }, 'bench_rows_differ'],
      [{ ...thousand, leads: 1001 }, 'bench_rows_differ'],
      [{ ...thousand, outbox: 999 }, 'bench_rows_differ'],
      [{ ...thousand, outbox: 1100 }, 'bench_rows_differ'],
      [{ ...thousand, idempotency_keys: 0 }, 'bench_rows_differ'],
      [{ ...thousand, contact_keys: 0 }, 'bench_rows_differ'],
    ] as const;
    for (const [after, code] of breaches) assert.throws(() => proveRows(proof(after)), isBreach(code));
  });

  it('ends the bench when intake writes to a table that the others leave alone', () => {
    assert.throws(
      () => proveRows(proof({ ...thousand, source_tallies: 1000 })),
      isBreach('bench_rows_differ'),
    );
  });

  it('ends the bench when the log was not brought to the disk', () => {
    assert.throws(() => proveRows(proof(thousand, 10)), isBreach('bench_not_durable'));
  });
});

function isBreach(code: string) {
  return (error: unknown) => error instanceof Failure && error.code === code && error.exit === 1;
}
