import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import {
  drawn,
  firstUser,
  focusedText,
  open,
  openVisitor,
  send,
  skipReason,
  tabTo,
  type Visitor,
} from './console-browser.ts';
import { csv, fill, type ConsoleData } from './console-data.ts';
import { startMidcoast, type RunningMidcoast } from './running-midcoast.ts';

const running = new AsyncDisposableStack();
let midcoast: RunningMidcoast;
let visitor: Visitor;
let data: ConsoleData;

const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { level: 1, name });

describe('the console by keyboard alone', { skip: skipReason }, () => {
  before(async () => {
    midcoast = running.use(await startMidcoast());
    data = await fill(midcoast);
    visitor = running.use(await openVisitor(midcoast));
  });
  after(() => running.disposeAsync());

  it('signs in, opens a lead, imports a file, takes its verdicts, ranks the sources and signs out', async () => {
    const { page, context, complaints } = await visitor.visit(null);
    const { user, password } = await firstUser(midcoast);
    await page.goto(`/leads/${data.accepted}`);
    await heading(page, 'Sign in').waitFor();
    await page.keyboard.type(user);
    await page.keyboard.press('Tab');
    await page.keyboard.type('wrong');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').waitFor();
    await tabTo(page, 'Password');
    await page.keyboard.type(password);
    await page.keyboard.press('Enter');

    await heading(page, 'Ann Lee').waitFor();
    await page.keyboard.press('g');
    await page.keyboard.press('l');
    await heading(page, 'Leads').waitFor();
    assert.equal(await focusedText(page), 'Leads');
    await page.locator('[data-row]').first().waitFor();
    for (const key of ['j', 'j', 'j', 'k']) await page.keyboard.press(key);
    assert.equal(await focusedText(page), 'Anne Lee');
    await page.keyboard.press('Enter');
    await heading(page, 'Anne Lee').waitFor();
    await page.keyboard.press('Escape');
    await page.waitForFunction(() => document.activeElement?.textContent === 'Anne Lee');

    await page.keyboard.press('g');
    await page.keyboard.press('i');
    await heading(page, 'Imports').waitFor();
    // Listened for long before it is needed: Chromium is told of it behind our back, and a key may overtake that.
    const chosen = page.waitForEvent('filechooser');
    await tabTo(page, 'Choose a file');
    await page.keyboard.press('Enter');
    const chooser = await chosen;
    const buffer = Buffer.from(csv.replaceAll('tristan', 'summer').replace('2672', '2679'));
    await chooser.setFiles({ name: 'summer.csv', mimeType: 'text/csv', buffer });
    await page.getByText('summer.csv: 3 rows').waitFor();
    await tabTo(page, '1 lead accepted');
    await page.keyboard.press('Enter');
    await heading(page, 'summer.csv').waitFor();
    await tabTo(page, 'Verdict file');
    const [download] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')]);
    assert.match(download.suggestedFilename(), /verdicts.*\.csv$/);
    const verdicts = (await readFile(await download.path(), 'utf8')).trim().split(/\r?\n/);
    assert.deepEqual(
      verdicts.map((line) => line.split(',')[1]),
      ['verdict', 'accepted', 'duplicate', 'rejected'],
    );

    await page.keyboard.press('g');
    await page.keyboard.press('b');
    await heading(page, 'Leaderboard').waitFor();
    // Not of today: the day of UTC may end between a lead and this look.
    await tabTo(page, 'All time');
    await page.keyboard.press('Enter');
    await page.waitForURL(/window=all/);
    await tabTo(page, 'Quality');
    await page.keyboard.press('Enter');
    await page.waitForURL(/by=quality/);
    await page.getByText(/is first of all time with a quality of/).waitFor();

    await tabTo(page, 'Sign out');
    await page.keyboard.press('Enter');
    await heading(page, 'Sign in').waitFor();
    assert.deepEqual(complaints(), []);
    await context.close();
  });

  it('searches with /, keeps the filter in the address, and clears it', async () => {
    const { page, context } = await visitor.visit('viewer');
    await open(page, '/system');
    await page.keyboard.press('/');
    await page.keyboard.type('ann.lee@torres-wood.example');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/leads\?q=ann\.lee/);
    await page.locator('[data-row]').nth(1).waitFor();
    assert.deepEqual(await page.locator('[data-row] th').allInnerTexts(), ['Anne Lee', 'Ann Lee']);
    await tabTo(page, 'Accepted');
    await page.keyboard.press('Enter');
    await page.waitForURL(/verdict=accepted/);
    await page.waitForFunction(() => document.querySelectorAll('[data-row]').length === 1);

    await page.keyboard.press('/');
    await page.keyboard.press('Delete');
    await page.waitForURL((url) => url.search === '?verdict=accepted');
    await page.keyboard.type('Torres');
    await page.keyboard.press('Enter');
    await page.waitForURL((url) => url.search === '?verdict=accepted&q=Torres');

    const other = await context.newPage();
    await open(other, new URL(page.url()).pathname + new URL(page.url()).search);
    assert.deepEqual(await other.locator('[data-row] th').allInnerTexts(), ['Ann Lee']);
    await tabTo(other, 'Clear Search');
    await other.keyboard.press('Enter');
    await other.waitForURL((url) => url.search === '?verdict=accepted');
    await context.close();
  });

  it('leads from a lead up to the list as it was narrowed, by the steps that led down', async () => {
    const { page, context } = await visitor.visit('viewer');
    await open(page, '/system');
    await page.goto('/leads?verdict=duplicate');
    await page.locator('[data-row] a', { hasText: 'Anne Lee' }).click();
    await heading(page, 'Anne Lee').waitFor();
    await page.getByRole('link', { name: 'an earlier lead' }).click();
    await heading(page, 'Ann Lee').waitFor();
    const steps = await page.evaluate(() => history.length);
    const above = page.locator('main').getByRole('link', { name: 'Leads', exact: true });
    await above.press('Enter');
    await page.waitForURL((url) => url.search === '?verdict=duplicate');
    await page.waitForFunction(() => document.activeElement?.textContent === 'Anne Lee');
    assert.equal(await page.evaluate(() => history.length), steps);

    await page.goto(`/leads/${data.accepted}`);
    await above.click();
    await page.waitForURL((url) => url.pathname === '/leads' && url.search === '');
    await context.close();
  });

  it('asks in words before it erases, says that it cannot be undone, and does nothing on Escape', async () => {
    const { page, context } = await visitor.visit('admin');
    await open(page, `/leads/${data.suppressed}`);
    await tabTo(page, 'Erase');
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Erase Sam Stop?' });
    await dialog.getByText('This cannot be undone.').waitFor();
    assert.equal(await focusedText(page), 'Cancel');
    // Without a wait: whoever changes their mind at once loses no key. Enter is on «Cancel».
    for (const key of ['Escape', 'Enter', 'Escape', 'Enter', 'Escape']) {
      await page.keyboard.press(key);
      assert.equal(await focusedText(page), 'Erase');
      await page.keyboard.press('Enter');
      assert.equal(await focusedText(page), 'Cancel');
    }
    await tabTo(page, 'Erase Sam Stop');
    await page.keyboard.press('Enter');
    await heading(page, 'Erased lead').waitFor();
    await page.getByText('Lead erased').waitFor();
    assert.doesNotMatch(await page.locator('main').innerText(), /Sam|stop@example/);
    await context.close();
  });

  it('makes and renames a source, and says at the field what is wrong', async () => {
    const { page, context } = await visitor.visit('operator');
    await open(page, '/sources');
    await tabTo(page, 'New source');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    const name = page.getByRole('textbox', { name: 'Name' });
    await page.waitForFunction(() => document.querySelector('[aria-invalid]') === document.activeElement);
    assert.notEqual((await name.getAttribute('aria-describedby')) ?? '', '');
    await page.keyboard.type('Billboards');
    await page.keyboard.press('Enter');
    await page.getByRole('row', { name: /^Billboards/ }).waitFor();
    await tabTo(page, 'Rename Billboards');
    await page.keyboard.press('Enter');
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.type('Posters');
    await page.keyboard.press('Enter');
    await page.getByRole('row', { name: /^Posters/ }).waitFor();
    assert.match(await page.getByRole('status').last().innerText(), /Renamed Billboards to Posters/);
    await context.close();
  });

  it('suppresses a contact, and lifts it again', async () => {
    const { page, context } = await visitor.visit('operator');
    await open(page, '/suppressions');
    await tabTo(page, 'Suppress a contact');
    await page.keyboard.press('Enter');
    await tabTo(page, 'E-mail');
    await page.keyboard.type('enough@example.com');
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.querySelectorAll('[data-row]').length === 2);
    await tabTo(page, 'Lift the suppression');
    await page.keyboard.press('Enter');
    await tabTo(page, 'Lift it');
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.querySelectorAll('[data-row]').length === 1);
    await context.close();
  });

  it('makes an API key that is shown once and works until it is revoked', async () => {
    const { page, context } = await visitor.visit('admin');
    await open(page, '/settings');
    await tabTo(page, 'Make a key');
    await page.keyboard.press('Enter');
    await page.keyboard.type('Test program');
    await page.keyboard.press('Enter');
    const secret = page.getByRole('dialog', { name: 'The new key' }).locator('code');
    const key = await secret.innerText();
    const status = async () =>
      (
        await fetch(`${midcoast.url}/v1/leads`, {
          method: 'POST',
          headers: { authorization: `Bearer ${key}` },
        })
      ).status;
    assert.notEqual(await status(), 401);
    await tabTo(page, 'I have kept it');
    await page.keyboard.press('Enter');
    await tabTo(page, 'Revoke Test program');
    await page.keyboard.press('Enter');
    await tabTo(page, 'Revoke Test program');
    await page.keyboard.press('Enter');
    await page.getByText('Revoked the key Test program').waitFor();
    assert.equal(await status(), 401);
    assert.ok(!(await page.content()).includes(key));
    await context.close();
  });

  it('comes back to where it was after the session has ended', async () => {
    const { page, context } = await visitor.visit(null);
    await send(midcoast, 'POST', '/v1/users', {
      email: 'guest@midcoast.example',
      name: 'Guest',
      role: 'operator',
      password: 'a long enough one',
    });
    const signIn = async () => {
      await page.keyboard.type('guest@midcoast.example');
      await page.keyboard.press('Tab');
      await page.keyboard.type('a long enough one');
      await page.keyboard.press('Enter');
    };
    await page.goto('/leaderboard?window=all&by=quality');
    await drawn(page);
    await signIn();
    await heading(page, 'Leaderboard').waitFor();
    const people = (await send(midcoast, 'GET', '/v1/users?limit=200')) as {
      items: { id: string; email: string }[];
    };
    const guest = people.items.find((each) => each.email === 'guest@midcoast.example');
    await tabTo(page, 'Month');
    // A new password ends the sessions. The page may find that out by itself at any moment from here.
    await send(midcoast, 'PATCH', `/v1/users/${guest?.id}`, { password: 'a long enough one' });
    await page.keyboard.press('Enter');
    await heading(page, 'Sign in').waitFor();
    await signIn();
    await page.waitForURL(/\/leaderboard\?window=month&by=quality$/);
    await heading(page, 'Leaderboard').waitFor();
    await context.close();
  });

  it('lists its keys with ?, and leaves single keys alone once they are turned off', async () => {
    const { page, context } = await visitor.visit('viewer');
    await open(page, '/leads');
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keys' }).waitFor();
    await tabTo(page, 'Single keys act');
    await page.keyboard.press('Space');
    await page.keyboard.press('Escape');
    await page.keyboard.press('g');
    await page.keyboard.press('s');
    await page.keyboard.press('?');
    assert.equal(await page.getByRole('dialog').count(), 0);
    assert.equal(new URL(page.url()).pathname, '/leads');
    await context.close();
  });
});
