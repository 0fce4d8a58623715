import assert from 'node:assert/strict';
import { PerformanceObserver } from 'node:perf_hooks';
import { describe, it } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { metrics, processSeries } from '../contract.ts';
import { openMetrics } from './metrics.ts';

/** The names of what was scraped that are not the contract's, each with its labels; a summary has one sample at least. */
function beside(text: string): ReadonlyMap<string, readonly string[]> {
  const samples = [...text.matchAll(/^([a-z_]\w*)(?:\{(.*)\})? \S+$/gm)].map(
    ([, name = '', labels = '']) =>
      [name, [...labels.matchAll(/(\w+)="/g)].map(([, label = '']) => label)] as const,
  );
  return new Map(samples.filter(([name]) => !Object.keys(metrics).some((own) => name.startsWith(own))));
}

describe('what the process exports by itself', { skip: process.platform !== 'linux' }, () => {
  it('is what the contract lists, with its labels', async () => {
    const opened = openMetrics();
    const collected = Promise.withResolvers<void>();
    const observer = new PerformanceObserver(() => collected.resolve());
    observer.observe({ entryTypes: ['gc'] });
    // Fills the young generation until it is collected, so that there is a sample of that, too.
    for (let kept: object[] = []; ; kept = []) {
      for (let count = 0; count < 100_000; count += 1) kept.push({ count });
      if (await Promise.race([collected.promise.then(() => true), turn(false)])) break;
    }
    observer.disconnect();
    const found = beside(await opened.scrape());
    for (const [name, labels] of found)
      assert.deepEqual(processSeries[name]?.toSorted(), labels.toSorted(), name);
    // Handles and requests have samples only while there are some.
    const momentary = ['nodejs_active_handles', 'nodejs_active_requests', 'nodejs_active_resources'];
    const absent = Object.keys(processSeries).filter((name) => !found.has(name) && !momentary.includes(name));
    assert.deepEqual(absent, []);
  });
});
