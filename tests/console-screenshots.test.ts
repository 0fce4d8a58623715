import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { drawn, openVisitor, send, skipReason, type Visitor } from './console-browser.ts';
import { fill, type ConsoleData } from './console-data.ts';
import { root, startMidcoast, type RunningMidcoast } from './running-midcoast.ts';

/** Pictures are for people to look at: they are taken by `--all`, or when they are asked for. */
const wanted =
  process.env['MIDCOAST_TEST_EXTENT'] === 'all' || process.env['MIDCOAST_SCREENSHOTS'] !== undefined;

const folder = join(root, '.midcoast', 'screenshots');

const widths = [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
] as const;

const plain = ['leads', 'imports', 'sources', 'leaderboard', 'suppressions', 'system', 'settings'] as const;

type Shot = { readonly name: string; readonly path: string; readonly act?: (page: Page) => Promise<void> };

const pagesThatAreEmpty: readonly Shot[] = [
  ...plain.map((name) => ({ name, path: `/${name}` })),
  { name: 'search', path: '/leads?q=nobody' },
  { name: 'not-found', path: '/nowhere' },
];

const pagesThatAreFull = ({ accepted, duplicate, suppressed, importId }: ConsoleData): readonly Shot[] => [
  ...plain.map((name) => ({ name, path: `/${name}` })),
  { name: 'lead', path: `/leads/${accepted}` },
  { name: 'lead-duplicate', path: `/leads/${duplicate}` },
  { name: 'lead-suppressed', path: `/leads/${suppressed}` },
  { name: 'import', path: `/imports/${importId}` },
  { name: 'keys', path: '/leads', act: (page) => page.keyboard.press('?') },
  {
    name: 'erase',
    path: `/leads/${accepted}`,
    act: (page) => page.getByRole('button', { name: 'Erase' }).click(),
  },
  {
    name: 'new-key',
    path: '/settings',
    act: (page) => page.getByRole('button', { name: 'Make a key' }).click(),
  },
  {
    name: 'suppress',
    path: '/suppressions',
    act: (page) => page.getByRole('button', { name: 'Suppress a contact' }).click(),
  },
];

const skip = skipReason || (wanted ? false : 'only where MIDCOAST_SCREENSHOTS is set');

describe('pictures of the console', () => {
  it(
    'are taken of every page, wide and narrow, light and dark, empty, full and failing',
    { skip },
    async () => {
      await mkdir(folder, { recursive: true });
      await using midcoast = await startMidcoast();
      await using visitor = await openVisitor(midcoast);
      await take(visitor, 'empty', pagesThatAreEmpty);
      await importExamples(midcoast);
      const data = await fill(midcoast);
      await take(visitor, 'full', pagesThatAreFull(data));
      await take(visitor, 'failing', pagesThatAreEmpty, fail);
      await take(visitor, 'viewer', pagesThatAreEmpty, undefined, 'viewer');
      await take(visitor, 'signed-out', [{ name: 'sign-in', path: '/' }], undefined, null);
    },
  );
});

async function take(
  visitor: Visitor,
  state: string,
  shots: readonly Shot[],
  prepare?: (page: Page) => Promise<void>,
  role: 'admin' | 'viewer' | null = 'admin',
): Promise<void> {
  for (const viewport of widths) {
    for (const colorScheme of ['light', 'dark'] as const) {
      const { page, context } = await visitor.visit(role, { viewport, colorScheme });
      await prepare?.(page);
      for (const { name, path, act } of shots) {
        await page.goto(path);
        await drawn(page);
        await page.evaluate(() => document.fonts.ready);
        await act?.(page);
        await page.screenshot({
          path: join(folder, `${state}-${name}-${viewport.width}-${colorScheme}.png`),
        });
      }
      await context.close();
    }
  }
}

async function importExamples(midcoast: RunningMidcoast): Promise<void> {
  const answer = await fetch(`${midcoast.url}/v1/imports?name=leads.csv`, {
    method: 'POST',
    headers: { authorization: `Bearer ${midcoast.apiKey}`, 'content-type': 'text/csv' },
    body: await readFile(join(root, 'examples', 'leads.csv')),
  });
  if (answer.status !== 202) throw new Error(`the examples were answered ${answer.status}`);
  await send(midcoast, 'POST', '/v1/suppressions', {
    kind: 'phone',
    value: '+14155550100',
    reason: 'complaint',
    until: '2030-01-01T00:00:00Z',
  });
}

/** Every question of a page fails; who is signed in is still known. */
async function fail(page: Page): Promise<void> {
  await page.route(/\/v1\/(?!session|version)/, (route) =>
    route.fulfill({
      status: 503,
      contentType: 'application/problem+json',
      body: JSON.stringify({
        type: '/problems#database_unavailable',
        title: 'The database is away',
        status: 503,
        code: 'database_unavailable',
        detail: 'PostgreSQL refused the connection.',
        requestId: '01993a4e-5b1c-7c3e-9f00-2a7d4f1e8b21',
        errors: [],
      }),
    }),
  );
}
