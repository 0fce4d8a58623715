import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { drainSeconds } from '../service/contract.ts';
import { gracefulStop } from './graceful-stop.ts';

describe('a graceful stop', () => {
  const { deregistrationSeconds, preStopSeconds, terminationGraceSeconds } = gracefulStop;

  it('outlasts the load balancer’s way of letting go', () => {
    assert.ok(preStopSeconds >= deregistrationSeconds);
  });

  it('leaves the service all the time that it takes', () => {
    assert.ok(deregistrationSeconds > drainSeconds);
    assert.ok(terminationGraceSeconds > preStopSeconds + drainSeconds);
  });

  it('ends within the two minutes that AWS gives a node', () => {
    assert.ok(terminationGraceSeconds < 120);
  });
});
