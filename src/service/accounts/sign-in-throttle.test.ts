import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { openSignInThrottle, signInLimits, type Entry } from './sign-in-throttle.ts';

describe('sign-in throttle', () => {
  const open = () => {
    let now = 1_000_000;
    const throttle = openSignInThrottle(() => now);
    return {
      ...throttle,
      pass: (seconds: number) => {
        now += seconds * 1_000;
      },
      fail: (email: string, address: string): Entry => {
        const entry = throttle.enter(email, address);
        if (entry.kind === 'entered') entry.leave('failed');
        return entry;
      },
    };
  };
  const failures = (count: number, fail: (turn: number) => Entry) =>
    Array.from({ length: count }, (_, turn) => fail(turn)).filter(({ kind }) => kind === 'entered').length;

  it('hears five wrong guesses at an address, from wherever they come, then waits twice as long each time', () => {
    const throttle = open();
    assert.equal(
      failures(9, (turn) => throttle.fail('a@x', `10.0.0.${turn}`)),
      5,
    );
    for (const wait of [30, 60, 120, 240]) {
      assert.deepEqual(throttle.fail('a@x', '10.1.0.1'), { kind: 'refused', retryAfterSeconds: wait });
      throttle.pass(wait - 1);
      assert.deepEqual(throttle.fail('a@x', '10.1.0.1'), { kind: 'refused', retryAfterSeconds: 1 });
      throttle.pass(1);
      assert.equal(
        failures(3, () => throttle.fail('a@x', '10.1.0.2')),
        1,
      );
    }
  });

  it('hears no more of fifty guesses at once than of fifty in a row', () => {
    const throttle = open();
    const entries = Array.from({ length: 50 }, (_, turn) => throttle.enter('a@x', `10.0.0.${turn}`));
    assert.equal(entries.filter(({ kind }) => kind === 'entered').length, 5);
    for (const entry of entries) if (entry.kind === 'entered') entry.leave('failed');
    assert.equal(throttle.fail('a@x', '10.9.9.9').kind, 'refused');
    throttle.pass(30);
    const after = Array.from({ length: 50 }, () => throttle.enter('a@x', '10.9.9.9'));
    assert.equal(after.filter(({ kind }) => kind === 'entered').length, 1);
  });

  it('counts a network too, so that trying many addresses does not help', () => {
    const throttle = open();
    assert.equal(
      failures(60, (turn) => throttle.fail(`${turn}@x`, '10.0.0.1')),
      signInLimits.address.failures,
    );
    assert.equal(throttle.fail('new@x', '10.0.0.2').kind, 'entered');
  });

  it('counts an IPv6 network as one, and IPv4 written as IPv6 as IPv4', () => {
    const throttle = open();
    assert.equal(
      failures(60, (turn) => throttle.fail(`${turn}@x`, `2001:db8::${turn.toString(16)}`)),
      20,
    );
    assert.equal(throttle.fail('p@x', '2001:db8:0:0:ffff::1').kind, 'refused');
    assert.equal(throttle.fail('q@x', '2001:db8:0:1::1').kind, 'entered');
    assert.equal(
      failures(20, (turn) => throttle.fail(`${turn}@y`, '10.0.0.1')),
      20,
    );
    assert.equal(throttle.fail('r@x', '::ffff:10.0.0.1').kind, 'refused');
    assert.equal(throttle.fail('r@x', '::ffff:10.0.0.2').kind, 'entered');
  });

  it('forgets failures after fifteen minutes, and those at an address once its person comes in', () => {
    const throttle = open();
    assert.equal(
      failures(4, () => throttle.fail('a@x', '10.0.0.1')),
      4,
    );
    throttle.pass(901);
    assert.equal(
      failures(4, () => throttle.fail('a@x', '10.0.0.1')),
      4,
    );
    const entry = throttle.enter('a@x', '10.0.0.1');
    assert.ok(entry.kind === 'entered');
    entry.leave('succeeded');
    assert.equal(
      failures(9, () => throttle.fail('a@x', '10.0.0.1')),
      5,
    );
  });

  it('does not let somebody clear the failures of a network with a password of their own', () => {
    const throttle = open();
    let heard = 0;
    for (let turn = 0; turn < 60; turn += 1) {
      if (throttle.fail(`${turn}@x`, '10.0.0.1').kind === 'entered') heard += 1;
      const own = throttle.enter('own@x', '10.0.0.1');
      if (own.kind === 'entered') own.leave('succeeded');
    }
    assert.equal(heard, 20);
  });

  it('holds nothing against anybody when the database was away', () => {
    const throttle = open();
    for (let turn = 0; turn < 20; turn += 1) {
      const entry = throttle.enter('a@x', '10.0.0.1');
      assert.ok(entry.kind === 'entered');
      entry.leave('undecided');
    }
  });
});
