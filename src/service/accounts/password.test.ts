import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { hashPassword, verifyNobody, verifyPassword } from './password.ts';
import { readablePassword } from './readable-password.ts';

describe('passwords', () => {
  it('are kept as scrypt with a salt of their own, at a cost that OWASP names', async () => {
    const [one, other] = await Promise.all([hashPassword('correct horse'), hashPassword('correct horse')]);
    assert.match(one, /^\$scrypt\$ln=14,r=8,p=5\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
    assert.notEqual(one, other);
  });

  it('are known again, and nothing else is', async () => {
    const hashed = await hashPassword('pässword');
    assert.equal(await verifyPassword('pässword', hashed), true);
    assert.equal(
      await verifyPassword('pa\u0308ssword', hashed),
      true,
      'the same letters, composed otherwise',
    );
    for (const wrong of ['Pässword', '']) {
      assert.equal(await verifyPassword(wrong, hashed), false, wrong);
    }
  });

  it('are verified at the cost they were hashed with, so that it may change', async () => {
    // Hashed by another program, from RFC 7914, 12, with 32 bytes of its 64.
    const hashed = '$scrypt$ln=10,r=8,p=16$TmFDbA$/bq+HJ00cgB4VucZDQHp/nxq18vII3gw53N2Y0s3MWI';
    assert.equal(await verifyPassword('password', hashed), true);
    assert.equal(await verifyPassword('Password', hashed), false);
  });

  it('take as long for somebody who does not exist', async () => {
    const hashed = await hashPassword('x');
    const times = { known: Infinity, unknown: Infinity };
    const take = async (which: keyof typeof times, work: () => Promise<boolean>) => {
      const before = process.cpuUsage();
      assert.equal(await work(), false);
      const { user, system } = process.cpuUsage(before);
      times[which] = Math.min(times[which], user + system);
    };
    // The least of several: what else runs beside makes each slower, none faster.
    for (let turn = 0; turn < 4; turn += 1) {
      await take('known', () => verifyPassword('wrong', hashed));
      await take('unknown', () => verifyNobody('wrong'));
    }
    const { known, unknown } = times;
    // Without a hash it would be a thousandth.
    assert.ok(unknown > known / 2 && unknown < known * 2, `${unknown} µs against ${known} µs`);
  });

  it('that are damaged in the database are an error, not a door', async () => {
    await assert.rejects(verifyPassword('x', ''));
    await assert.rejects(verifyPassword('x', '$scrypt$ln=15,r=8,p=3$AAAA$'));
  });

  it('that are made for people to copy have no look-alikes, and differ', () => {
    const made = Array.from({ length: 100 }, readablePassword);
    for (const password of made) assert.match(password, /^[a-km-np-z2-9]{4}(-[a-km-np-z2-9]{4}){4}$/);
    assert.equal(new Set(made).size, 100);
  });
});
