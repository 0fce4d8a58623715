import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it, type TestContext } from 'node:test';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { drawn, open, openVisitor, skipReason, type Visit, type Visitor } from './console-browser.ts';
import { fill, type ConsoleData } from './console-data.ts';
import { startMidcoast, type RunningMidcoast } from './running-midcoast.ts';

const running = new AsyncDisposableStack();
let midcoast: RunningMidcoast;
let visitor: Visitor;
let data: ConsoleData;

/** In CI every page is looked at in every way; else what differs between them is looked at once. */
const thorough = (process.env['MIDCOAST_TEST_EXTENT'] ?? 'quick') !== 'quick';

/** Pages by a name of their own. */
const pages: Readonly<Record<string, (data: ConsoleData) => string>> = {
  leads: () => '/leads',
  search: () => '/leads?q=Nobody+matches',
  lead: ({ accepted }) => `/leads/${accepted}`,
  'duplicate lead': ({ duplicate }) => `/leads/${duplicate}`,
  'suppressed lead': ({ suppressed }) => `/leads/${suppressed}`,
  imports: () => '/imports',
  import: ({ importId }) => `/imports/${importId}`,
  sources: () => '/sources',
  leaderboard: () => '/leaderboard?window=all',
  suppressions: () => '/suppressions',
  system: () => '/system',
  settings: () => '/settings',
  'not found': () => '/nowhere',
};

const wide = { width: 1440, height: 900 } as const;

describe('the pages of the console', { skip: skipReason }, () => {
  let admin: Visit;
  before(async () => {
    midcoast = running.use(await startMidcoast());
    data = await fill(midcoast);
    visitor = running.use(await openVisitor(midcoast));
    // Without motion: colours on their way from light to dark are neither's.
    admin = await visitor.visit('admin', { viewport: wide, reducedMotion: 'reduce' });
  });
  after(() => running.disposeAsync());

  for (const [name, pathOf] of Object.entries(pages)) {
    it(`are read in order, have nothing that axe finds and never scroll sideways: ${name}`, async (test) => {
      const { page, complaints } = admin;
      await page.setViewportSize(wide);
      await page.emulateMedia({ colorScheme: 'light' });
      await open(page, pathOf(data));
      await assertReads(test, page, name);
      assert.equal(await page.getByRole('heading', { level: 1 }).count(), 1);
      await assertAccessible(page, thorough ? 'wide' : 'wide, in the light');
      await page.emulateMedia({ colorScheme: 'dark' });
      await assertAccessible(page, 'in the dark', thorough ? [] : ['color-contrast']);
      // 640 px are what 200 % zoom leaves of 1,280.
      for (const width of [1_024, 640, 320]) {
        await page.setViewportSize({ width, height: 640 });
        const beyond = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        assert.ok(beyond <= 0, `${beyond} px too wide at ${width} px`);
      }
      if (thorough) await assertAccessible(page, 'on a phone, in the dark');
      assert.deepEqual(complaints(), []);
    });
  }

  it('say to whoever may not which role may, and have nothing that axe finds there', async (test) => {
    const { page, complaints, context } = await visitor.visit('viewer', { viewport: wide });
    await open(page, '/settings');
    await assertReads(test, page, 'settings of a viewer');
    await assertAccessible(page, 'settings');
    for (const path of ['/imports', '/sources', `/leads/${data.accepted}`]) {
      await open(page, path);
      const off = page.locator('main button[aria-disabled="true"]').first();
      assert.match((await off.getAttribute('title')) ?? '', /^Only (operators and )?admins may /, path);
      await assertAccessible(page, path);
    }
    assert.deepEqual(complaints(), []);
    await context.close();
  });

  it('let nobody in who is not signed in, and have nothing that axe finds there', async (test) => {
    const { page, complaints, context } = await visitor.visit(null, { viewport: wide });
    await page.goto('/leads');
    await drawn(page);
    await assertReads(test, page, 'sign-in');
    await assertAccessible(page, 'sign-in');
    assert.deepEqual(complaints(), []);
    await context.close();
  });

  it('have their landmarks around them, and a way past them', async (test) => {
    const { page } = admin;
    await page.setViewportSize(wide);
    await open(page, '/leads');
    await assertReads(test, page, 'around', 'body > #app > .shell > :not(main)');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    assert.equal(await page.evaluate(() => document.activeElement?.id), 'main');
  });

  it('keep what their colours say where the reader’s own colours are forced', async () => {
    const { page, context } = await visitor.visit('admin', { forcedColors: 'active' });
    await open(page, '/leads');
    const badge = page.locator('.badge').first();
    assert.equal(await badge.evaluate((element) => getComputedStyle(element).borderTopStyle), 'solid');
    await page.keyboard.press('j');
    assert.notEqual(
      await page.evaluate(() => getComputedStyle(document.activeElement as Element, '::after').outlineStyle),
      'none',
    );
    await context.close();
  });

  it('do not move when the reader wants no motion', async () => {
    const { page, context } = await visitor.visit('admin', { reducedMotion: 'reduce' });
    await open(page, '/leads');
    const moving = await page.evaluate(
      () =>
        [...document.querySelectorAll('*')].filter(
          (each) => getComputedStyle(each).transitionDuration !== '0s',
        ).length,
    );
    assert.equal(moving, 0);
    await context.close();
  });

  it('paint first within 300 ms, and then stay where they are', async () => {
    const { page, context } = await visitor.visit('admin');
    const paint = async () => {
      const painted = await page.waitForFunction(
        () => performance.getEntriesByName('first-contentful-paint')[0]?.startTime,
      );
      return (await painted.jsonValue()) ?? Infinity;
    };
    // What the browser needs for a page of one word tells how busy the machine is.
    await page.goto(`${midcoast.url}/livez`);
    const least = await paint();
    const paints: number[] = [];
    while (paints.length < 10 && Math.min(...paints) >= 300 + least) {
      await open(page, '/leads');
      paints.push(await paint());
    }
    const shift = await page.evaluate(
      () =>
        new Promise<number>((resolve) => {
          let sum = 0;
          new PerformanceObserver((list) => {
            for (const entry of list.getEntries())
              sum += (entry as PerformanceEntry & { value: number }).value;
            resolve(sum);
          }).observe({ type: 'layout-shift', buffered: true });
          requestAnimationFrame(() => requestAnimationFrame(() => resolve(sum)));
        }),
    );
    await context.close();
    const told = paints.map(Math.round).join(', ');
    assert.ok(
      Math.min(...paints) < 300 + least,
      `first paints after ${told} ms, of one word after ${least} ms`,
    );
    assert.ok(shift < 0.01, `layout shifts of ${shift}`);
  });
});

async function assertAccessible(page: Page, what: string, rules: readonly string[] = []): Promise<void> {
  const axe = new AxeBuilder({ page });
  const { violations } = await (rules.length === 0 ? axe : axe.withRules([...rules])).analyze();
  const told = violations.map(
    ({ id, help, nodes }) => `${id}: ${help}\n  ${nodes.map((node) => node.html).join('\n  ')}`,
  );
  assert.deepEqual(told, [], what);
}

/** Parts whose place nothing keeps come with answers of their own: so long is waited for the last of them. */
const lastPartMs = 20_000;

/** Compares with tests/console-pages/; `node --test --test-update-snapshots` writes them anew. */
async function assertReads(test: TestContext, page: Page, name: string, part = 'main'): Promise<void> {
  const file = join(import.meta.dirname, 'console-pages', `${name.replaceAll(' ', '-')}.yml`);
  const wanted = await readFile(file, 'utf8').catch(() => '');
  const read = async () => {
    const trees = await Promise.all((await page.locator(part).all()).map((each) => each.ariaSnapshot()));
    return `${masked(trees.join('\n'), name === 'system' ? systemMasks : masks)}\n`;
  };
  const until = performance.now() + lastPartMs;
  let seen = await read();
  while (seen !== wanted && performance.now() < until) seen = await read();
  test.assert.fileSnapshot(seen, file, { serializers: [String] });
}

/** What differs from run to run: ids, times, hashes. */
const masks: readonly (readonly [RegExp, string])[] = [
  [/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '<id>'],
  [/\b[0-9a-f]{12}\b/g, '<commit>'],
  [/(\d+ leads?|No lead) (yet )?today \(UTC\)(, \d+ accepted: \d+ %)?/g, '<arrivals>'],
  [/…[0-9a-f]{8}|\b[0-9a-f]{32}\b|(?<=suppression )[0-9a-f]{8}/g, '<hash>'],
  [/mc_[\w…-]+/g, '<key>'],
  [/\d+\.\d{6,}/g, '<position>'],
  [/\b\d\d:\d\d:\d\d\b|\b\d{1,2} \w{3}, \d\d:\d\d\b|\b\d{1,2} \w{3} \d{4}\b/g, '<time>'],
  [/(under )?\b\d+ (s|min)\b/g, '<duration>'],
];

/** What a running system is busy with. */
const systemMasks: typeof masks = [
  ...masks,
  [/\b\d+ streams? (is|are) open/g, '<streams>'],
  [/(?<=cell ")\d+(?=")/g, '<count>'],
  [/(?<=row "\w+)( \d+)+(?=")/g, ' <counts>'],
  [/(?<=<position> )\d+/g, '<count>'],
];

const masked = (text: string, by: typeof masks) =>
  by.reduce((now, [pattern, name]) => now.replaceAll(pattern, name), text);
