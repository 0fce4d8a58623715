import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Failure } from '../failure.ts';
import { parsePgbench } from './pgbench.ts';

const said = `pgbench (15.18, server 18.4)
progress: 1.0 s, 900.0 tps, lat 4.001 ms stddev 0.900, 0 failed
progress: 2.0 s, 1500.0 tps, lat 4.001 ms stddev 0.900, 0 failed
progress: 3.0 s, 4000.0 tps, lat 4.001 ms stddev 0.900, 0 failed
progress: 4.0 s, 4200.5 tps, lat 3.801 ms stddev 0.900, 0 failed
transaction type: statement.sql
number of transactions actually processed: 10601
number of failed transactions: 0 (0.000%)
latency average = 4.1 ms
tps = 2650.250000 (without initial connection time)
`;

describe('parsePgbench', () => {
  it('counts every transaction, and takes the rate of the seconds after warming up', () => {
    assert.deepEqual(parsePgbench(said, 2), { answered: 10_601, perSecond: 4100.25 });
  });

  it('takes a run with failed or without transactions for none', () => {
    const broken = [
      said.replace('failed transactions: 0 ', 'failed transactions: 3 '),
      said.replace('processed: 10601', 'processed: 0'),
      said.replaceAll(/^progress.*\n/gm, ''),
      'pgbench: error: connection to server failed',
    ];
    for (const text of broken) {
      assert.throws(
        () => parsePgbench(text, 2),
        (error) => error instanceof Failure && error.code === 'pgbench_failed' && error.exit === 6,
      );
    }
  });
});
