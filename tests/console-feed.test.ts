import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { open, openVisitor, send, skipReason, type Visitor } from './console-browser.ts';
import { freshLead } from './console-data.ts';
import { startMidcoast, type RunningMidcoast } from './running-midcoast.ts';

const running = new AsyncDisposableStack();
let midcoast: RunningMidcoast;
let visitor: Visitor;
let last = 0;

/** Rows scrolled through. */
const rows = (process.env['MIDCOAST_TEST_EXTENT'] ?? 'quick') === 'quick' ? 2_000 : 10_000;

/** The page stops scrolling by then; it takes 4 ms a row on a quiet machine. */
const scrollMostMs = rows * 30;

/** Gives so many leads and answers their names, newest first as the feed shows them. */
async function give(count: number): Promise<readonly string[]> {
  const names: string[] = [];
  for (let each = 0; each < count; each += 1) {
    last += 1;
    await send(midcoast, 'POST', '/v1/leads', freshLead(last));
    names.unshift(`Fresh Number ${last}`);
  }
  return names;
}

const names = (page: Page) => page.locator('[data-row] th').allInnerTexts();

const shows = (page: Page, expected: readonly string[]) =>
  page.waitForFunction((wanted) => {
    const shown = [...document.querySelectorAll('[data-row] th')].map((each) => each.textContent?.trim());
    return wanted.every((name, index) => shown[index] === name);
  }, expected);

describe('the live feed', { skip: skipReason }, () => {
  before(async () => {
    midcoast = running.use(await startMidcoast());
    visitor = running.use(await openVisitor(midcoast));
  });
  after(() => running.disposeAsync());

  it('shows a lead that arrives, also where none was before', async () => {
    const { page, context, complaints } = await visitor.visit('viewer');
    await open(page, '/leads');
    await page.getByRole('heading', { name: 'No leads yet' }).waitFor();
    await shows(page, await give(1));
    await shows(page, await give(2));
    assert.deepEqual(complaints(), []);
    await context.close();
  });

  it('holds still while the pointer or the focus is in it, counts, and takes in on n', async () => {
    const { page, context } = await visitor.visit('viewer');
    await open(page, '/leads');
    const before = await names(page);
    await page.locator('[data-row]').first().hover();
    const first = await give(3);
    await page.getByRole('button', { name: '3 new leads' }).waitFor();
    assert.deepEqual(await names(page), before);
    await page.mouse.move(2, 2);
    await shows(page, [...first, ...before]);

    await page.keyboard.press('j');
    const second = await give(2);
    await page.getByRole('button', { name: '2 new leads' }).waitFor();
    assert.deepEqual(await names(page), [...first, ...before]);
    await page.keyboard.press('n');
    await shows(page, [...second, ...first, ...before]);
    // With the next frame, once the rows are there.
    await page.waitForFunction((name) => document.activeElement?.textContent === name, second[0]);
    assert.match(await page.locator('#announcements').innerText(), /new leads? waiting/);
    await context.close();
  });

  it('stands still when it is paused, and goes on', async () => {
    const { page, context } = await visitor.visit('viewer');
    await open(page, '/leads');
    await page.keyboard.press('p');
    await page.getByRole('button', { name: 'Now: Paused' }).waitFor();
    const before = await names(page);
    const added = await give(2);
    await page.getByRole('button', { name: '2 new leads' }).waitFor();
    assert.deepEqual(await names(page), before);
    await page.keyboard.press('p');
    await shows(page, [...added, ...before]);
    await context.close();
  });

  it('misses nothing and repeats nothing when the service is killed under it', async () => {
    const { page, context } = await visitor.visit('viewer');
    await open(page, '/leads');
    const before = await names(page);
    const added = await give(1);
    await shows(page, added);
    for (const pid of (await midcoast.pids()).service) process.kill(pid, 'SIGKILL');
    await page.getByRole('button', { name: 'Now: Reconnecting' }).waitFor();
    await page.getByText('Live updates are cut off').waitFor();
    await answers();
    const later = await give(5);
    await page.getByRole('button', { name: 'Now: Live' }).waitFor();
    const last = await give(1);
    const expected = [...last, ...later, ...added, ...before];
    await shows(page, expected);
    assert.deepEqual(await names(page), expected);
    await context.close();
  });

  it('says that it is offline, since when it shows what it shows, and catches up', async () => {
    const { page, context } = await visitor.visit('viewer');
    await open(page, '/leads');
    await context.setOffline(true);
    await page.getByRole('button', { name: 'Now: Offline' }).waitFor();
    await page.getByText(/Shown as of/).waitFor();
    const missed = await give(2);
    await context.setOffline(false);
    await page.getByRole('button', { name: 'Now: Live' }).waitFor();
    await shows(page, missed);
    await context.close();
  });

  it('tells what failed, why, what to do and the id to quote, and tries again', async () => {
    const { page, context } = await visitor.visit('viewer');
    await page.route('**/v1/leads?*', (route) => route.fulfill(refusal));
    await open(page, '/leads');
    const alert = page.getByRole('alert');
    for (const text of [failure.title, failure.detail, 'tried again', failure.requestId]) {
      assert.ok((await alert.innerText()).includes(text), text);
    }
    await page.unroute('**/v1/leads?*');
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.locator('[data-row]').first().waitFor();
    await context.close();
  });

  it(`scrolls through ${rows} rows with only those in the page that are seen`, async (test) => {
    await importRows(rows);
    let seen = await scrollThrough();
    for (let tries = 1; seen.drawsNoMore && tries < mostBrowsers; tries += 1) {
      test.diagnostic(`the browser drew no more after ${seen.steps} steps`);
      seen = await scrollThrough();
    }
    assert.equal(seen.drawsNoMore, false, 'the browser draws');
    assert.ok(seen.loaded >= rows, `${seen.loaded} rows were loaded after ${seen.pages} pages`);
    assert.ok(seen.inPage < 100, `${seen.inPage} rows were in the page`);
    assert.equal(seen.empty, 0, 'steps that showed no row where one was due');
    // The processor's time, not the clock's: what else the machine does counts little. Ten rows a step.
    assert.ok(seen.perStep < 60, `a step took ${seen.perStep.toFixed(1)} ms of the processor's time`);
    assert.match(seen.last, /^Row Number \d+$/);
  });
});

/** Chromium without a screen now and then draws no frame any more while its timers go on: then another is asked. */
const mostBrowsers = 4;

/** Scrolls to the end in a browser of its own. */
async function scrollThrough() {
  await using another = await openVisitor(midcoast);
  const { page } = await another.visit('viewer');
  // The fifth page is refused once: the feed asks again by itself.
  let pages = 0;
  await page.route('**/v1/leads?*cursor=*', (route) => {
    pages += 1;
    return pages === 5 ? route.fulfill(refusal) : route.continue();
  });
  await open(page, '/leads?source=Bulk');
  await page.locator('[data-row]').first().waitFor();
  const busyMs = await cpuMeter(page);
  const scrolled = await page.evaluate(scrollToEnd, { rows, mostMs: scrollMostMs });
  const perStep = (await busyMs()) / scrolled.steps;
  return { ...scrolled, pages, perStep, last: (await names(page)).at(-1) ?? '' };
}

const failure = {
  type: '/problems#unavailable',
  title: 'The database is away',
  status: 503,
  code: 'unavailable',
  detail: 'PostgreSQL refused the connection.',
  requestId: '0199-quote-me',
  errors: [],
};

const refusal = { status: 503, contentType: 'application/problem+json', body: JSON.stringify(failure) };

/** Gives so many leads by a file, and waits until it is through: a feed counts what arrives while it is read. */
async function importRows(count: number): Promise<void> {
  const lines = Array.from({ length: count }, (_, n) => `Row,Number ${n},row.${n}@scroll.example,Bulk`);
  const answer = await fetch(`${midcoast.url}/v1/imports?name=many.csv`, {
    method: 'POST',
    headers: { authorization: `Bearer ${midcoast.apiKey}`, 'content-type': 'text/csv' },
    body: `First Name,Last Name,Email,Source\n${lines.join('\n')}\n`,
  });
  assert.equal(answer.status, 202);
  const { id } = (await answer.json()) as { id: string };
  await until(async () => {
    const { status, accepted } = (await send(midcoast, 'GET', `/v1/imports/${id}`)) as ImportSeen;
    if (status === 'finished') assert.equal(accepted, count);
    return status === 'finished';
  });
}

type ImportSeen = { readonly status: string; readonly accepted: number };

const answers = () =>
  until(async () => (await fetch(`${midcoast.url}/readyz`).catch(() => undefined))?.ok === true);

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 50));
}

/** Answers how much of the processor's time the page's main thread took since. */
async function cpuMeter(page: Page): Promise<() => Promise<number>> {
  const protocol = await page.context().newCDPSession(page);
  await protocol.send('Performance.enable', { timeDomain: 'threadTicks' });
  const taken = async () => {
    const { metrics } = await protocol.send('Performance.getMetrics');
    return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0) * 1_000;
  };
  const before = await taken();
  return async () => (await taken()) - before;
}

/** Runs in the page: scrolls down until as many rows are loaded and seen, or the time is over. */
async function scrollToEnd({ rows, mostMs }: { readonly rows: number; readonly mostMs: number }) {
  const until = performance.now() + mostMs;
  let inPage = 0;
  let steps = 0;
  let empty = 0;
  const frame = () =>
    new Promise<boolean>((resolve) => {
      requestAnimationFrame(() => resolve(true));
      setTimeout(() => resolve(false), 10_000);
    });
  for (;;) {
    scrollBy(0, 400);
    const drawsNoMore = !(await frame()) || !(await frame());
    steps += 1;
    inPage = Math.max(inPage, document.querySelectorAll('[data-row]').length);
    const atEnd = scrollY + innerHeight >= document.documentElement.scrollHeight - 2;
    const middle = document.elementFromPoint(innerWidth / 2, innerHeight / 2);
    if (!atEnd && middle?.closest('[data-row]') === null) empty += 1;
    const shown = /^(?<count>[\d,]+) leads shown/.exec(
      document.querySelector('.freshness')?.textContent?.trim() ?? '',
    );
    const loaded = Number(shown?.groups?.['count']?.replaceAll(',', '') ?? 0);
    const isOver = (atEnd && loaded >= rows) || drawsNoMore || performance.now() > until;
    if (isOver) return { inPage, steps, empty, loaded, drawsNoMore };
  }
}
