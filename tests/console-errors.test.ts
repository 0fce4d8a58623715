import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { drawn, open, openVisitor, skipReason, tabTo, type Visitor } from './console-browser.ts';
import { fill } from './console-data.ts';
import { startMidcoast, type RunningMidcoast } from './running-midcoast.ts';

const running = new AsyncDisposableStack();
let midcoast: RunningMidcoast;
let visitor: Visitor;

describe('the console, when something is wrong', { skip: skipReason }, () => {
  before(async () => {
    midcoast = running.use(await startMidcoast());
    await fill(midcoast);
    visitor = running.use(await openVisitor(midcoast));
  });
  after(() => running.disposeAsync());

  it('offers to try again only what may go better, else the way to the list', async () => {
    const { page, context } = await visitor.visit('viewer');
    const again = page.getByRole('button', { name: 'Try again' });
    await open(page, '/leads/019a0000-0000-7000-8000-000000000000');
    await page.getByRole('alert').waitFor();
    assert.equal(await again.count(), 0);
    await tabTo(page, 'Go to leads');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/leads$/);

    await open(page, '/imports/abc');
    await page.getByRole('link', { name: 'Go to imports' }).waitFor();
    assert.doesNotMatch(await page.locator('main').innerText(), /uuid/);

    await open(page, '/leads?verdict=bogus&importId=abc');
    await page.getByRole('alert').waitFor();
    assert.equal(await again.count(), 0);
    await page.getByRole('link', { name: 'Go to leads' }).click();
    await page.locator('[data-row]').first().waitFor();
    await open(page, '/leads?verdict=bogus');
    await page.locator('[data-row]').first().waitFor();

    await page.route('**/v1/sources?*', (route) => route.abort());
    await page.goto('/sources');
    await again.waitFor();
    await page.unroute('**/v1/sources?*');
    await again.click();
    await page.locator('[data-row]').first().waitFor();
    await context.close();
  });

  it('says once that a sign-in is wrong, and what helps', async () => {
    const { page, context } = await visitor.visit(null);
    await page.goto('/sign-in');
    await drawn(page);
    await page.keyboard.type('nobody@midcoast.example');
    await page.keyboard.press('Tab');
    await page.keyboard.type('wrong');
    await page.keyboard.press('Enter');
    const said = await page.getByRole('alert').innerText();
    assert.equal(said.match(/is wrong/g)?.length, 1, said);
    assert.match(said, /An admin of the account can give you a new password/);
    assert.doesNotMatch(said, /quote/);
    await context.close();
  });
});
