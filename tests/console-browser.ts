import { accessSync, constants } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  chromium,
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  type Page,
} from 'playwright-core';
import type { RunningMidcoast } from './running-midcoast.ts';

/** Chromium as `./midcoast test` names it, else as PATH has it. */
const executable =
  process.env['MIDCOAST_CHROMIUM'] ?? onPath(['chromium', 'chromium-browser', 'google-chrome']);

/** Beside the builds of a cold run Chromium may take its time, to start and for each step. */
const mostMs = 120_000;

const inCi = !['', '0', 'false'].includes(process.env['CI'] ?? '');

/** Why browser tests cannot run here; in CI that is a failure, so they are tried. */
export const skipReason = executable === undefined && !inCi ? 'there is no Chromium on this machine' : false;

/** Nothing of the browser's own reaches for the network. Only root, as in a container, goes without its sandbox. */
const flags = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
];

export type Role = 'viewer' | 'operator' | 'admin';

export type Visit = {
  readonly page: Page;
  readonly context: BrowserContext;
  /** What the browser complained of since it was asked last: errors of scripts, of the network, of the content security policy. */
  readonly complaints: () => readonly string[];
};

/** A browser for the console of one running Midcoast. Each visit has a context of its own. */
export type Visitor = AsyncDisposable & {
  readonly visit: (role: Role | null, options?: BrowserContextOptions) => Promise<Visit>;
};

export const password = 'correct horse battery';

/** Starts the browser and lets a person of each role sign in once. */
export async function openVisitor(midcoast: RunningMidcoast): Promise<Visitor> {
  const browser = await chromium.launch({
    executablePath: executable ?? 'chromium',
    args: flags,
    timeout: mostMs,
  });
  const cookies = new Map<Role, Awaited<ReturnType<BrowserContext['storageState']>>>();
  const visit = async (role: Role | null, options: BrowserContextOptions = {}): Promise<Visit> => {
    if (role !== null && !cookies.has(role)) cookies.set(role, await signedIn(browser, midcoast, role));
    const storageState = role === null ? undefined : cookies.get(role);
    const context = await browser.newContext({
      baseURL: midcoast.url,
      locale: 'en-GB',
      timezoneId: 'America/Los_Angeles',
      ...(storageState === undefined ? {} : { storageState }),
      ...options,
    });
    context.setDefaultTimeout(mostMs);
    const page = await context.newPage();
    return { page, context, complaints: complaintsOf(page) };
  };
  return { visit, [Symbol.asyncDispose]: () => browser.close() };
}

/** Opens a page and waits until all of it is drawn and the stream is open. */
export async function open(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await drawn(page);
  await page.getByRole('button', { name: 'Now: Live' }).waitFor();
}

/** Presses Tab until something with a name has the focus, as somebody without a mouse would. */
export async function tabTo(page: Page, name: string | RegExp): Promise<void> {
  for (let presses = 0; presses < 80; presses += 1) {
    await page.keyboard.press('Tab');
    const text = await focusedText(page);
    if (typeof name === 'string' ? text.startsWith(name) : name.test(text)) return;
  }
  throw new Error(
    `Tab never reached ${String(name)} on this page:\n${await page.locator('body').ariaSnapshot()}`,
  );
}

/** What has the focus says: its text, or its label. */
export function focusedText(page: Page): Promise<string> {
  return page.evaluate(() => {
    const at = document.activeElement as HTMLElement | null;
    const label = at instanceof HTMLInputElement ? at.labels?.[0]?.textContent : null;
    return (label ?? at?.getAttribute('aria-label') ?? at?.textContent ?? '').replaceAll(/\s+/g, ' ').trim();
  });
}

/** Waits until nothing on the page is still being asked for. */
export async function drawn(page: Page): Promise<void> {
  await page.locator('h1').waitFor();
  await page.waitForFunction(() => document.querySelector('.start, .skeleton') === null);
}

function complaintsOf(page: Page): () => readonly string[] {
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.stack ?? error.message));
  page.on('console', (message) => {
    // Asking who is signed in is how a console without a session finds that out.
    const asking = message.location().url.endsWith('/v1/session') && message.text().includes('401');
    if (message.type() === 'error' && !asking) complaints.push(`${message.text()} ${message.location().url}`);
  });
  return () => complaints.splice(0);
}

async function signedIn(browser: Browser, midcoast: RunningMidcoast, role: Role) {
  const context = await browser.newContext({ baseURL: midcoast.url });
  const email = role === 'admin' ? await firstUser(midcoast) : { user: `${role}@midcoast.example`, password };
  if (role !== 'admin') await addPerson(midcoast, role);
  const answer = await context.request.post('/v1/session', {
    data: { email: email.user, password: email.password },
  });
  if (answer.status() !== 201)
    throw new Error(`sign-in as ${role}: ${answer.status()} ${await answer.text()}`);
  const state = await context.storageState();
  await context.close();
  return state;
}

/** The person that the first start made. */
export async function firstUser({
  dataDir,
}: RunningMidcoast): Promise<{ readonly user: string; readonly password: string }> {
  const secrets = JSON.parse(await readFile(join(dataDir, 'secrets.json'), 'utf8')) as {
    demonstration: { user: string; password: string };
  };
  return secrets.demonstration;
}

/** Roles of which there is somebody: the same person signs in from every browser. */
const added = new WeakMap<RunningMidcoast, Set<Role>>();

async function addPerson(midcoast: RunningMidcoast, role: Role): Promise<void> {
  const roles = added.get(midcoast) ?? new Set();
  if (roles.has(role)) return;
  added.set(midcoast, roles.add(role));
  const name = `${role[0]?.toUpperCase()}${role.slice(1)}`;
  await send(midcoast, 'POST', '/v1/users', { email: `${role}@midcoast.example`, name, role, password });
}

/** Calls the API with the first account's key; anything but 2xx is an error. */
export async function send(
  midcoast: RunningMidcoast,
  method: string,
  path: string,
  body?: unknown,
): Promise<unknown> {
  const answer = await fetch(new URL(path, midcoast.url), {
    method,
    headers: {
      authorization: `Bearer ${midcoast.apiKey}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  return answer.status === 204 ? undefined : answer.json();
}

function onPath(names: readonly string[]): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(':');
  return names
    .flatMap((name) => folders.map((folder) => join(folder, name)))
    .find((path) => {
      try {
        accessSync(path, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}
