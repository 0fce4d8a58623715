import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { watchDisk } from './disk-watch.ts';

describe('watchDisk', () => {
  it('says each turn once: low, full, and room again', async () => {
    const mebibytes = [900, 149, 160, 19, 21, 39, 60, 210, 900];
    const said: string[] = [];
    const { promise: done, resolve: finish } = Promise.withResolvers<void>();
    const stop = watchDisk({
      folder: '/data',
      say: (line) => said.push(line),
      lookEveryMs: 1,
      measure() {
        const free = mebibytes.shift();
        if (free === undefined) finish();
        return Promise.resolve((free ?? 900) * 1024 * 1024);
      },
    });
    await done;
    stop();
    assert.deepEqual(said, [
      'the disk of /data runs full: 149 MiB left',
      'the disk of /data is full (19.0 MiB left): leads may be refused until there is room; none that was accepted is lost',
      'the disk of /data runs full: 60.0 MiB left',
      'the disk of /data has room again: 210 MiB',
    ]);
  });
});
