import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { defaultRatePerSecond } from '../accounts/api-key.ts';
import { signInLimits } from '../accounts/sign-in-throttle.ts';
import { readerLimits } from '../imports/reader-limits.ts';
import { intakeLimits } from '../leads/intake.ts';
import { leadLimits } from '../leads/lead-input.ts';
import { mostSources } from '../leads/source.ts';
import { page } from './api/fields.ts';
import { requestLimits } from './server.ts';

/** Rows of the page whose limit stands in the code, in the page's words. */
const limits: Readonly<Record<string, string>> = {
  'one lead as JSON': bytes(leadLimits.bytes),
  'any other JSON body': bytes(requestLimits.bodyBytes),
  'a row of an import': characters(readerLimits.rowLength),
  'columns of an import': count(readerLimits.columns),
  'an id in a path': characters(requestLimits.pathBytes),
  'the head of a request': `${requestLimits.headSeconds} s`,
  'names and company': characters(leadLimits.nameLength),
  'an e-mail address': characters(leadLimits.emailLength),
  'a phone number as given': characters(leadLimits.phoneLength),
  'website and evidence of consent': characters(leadLimits.urlLength),
  'the text of a consent': characters(leadLimits.consentTextLength),
  'attributes of a lead': count(leadLimits.attributes),
  'the value of an attribute': characters(leadLimits.attributeLength),
  'sources of an account': count(mostSources),
  'items of a page': count(page.most),
  'leads a second and burst, unless a key says, in each process': count(defaultRatePerSecond),
  'leads that wait for the database, in each process': count(intakeLimits.waiting),
  'wrong sign-ins in 15 minutes, an address, in each process': count(signInLimits.email.failures),
  'wrong sign-ins in 15 minutes, a network, in each process': count(signInLimits.address.failures),
};

function count(value: number): string {
  return value.toLocaleString('en-GB');
}

function characters(value: number): string {
  return `${count(value)} characters`;
}

function bytes(value: number): string {
  return value >= 1024 ** 2 ? `${value / 1024 ** 2} MiB` : `${value / 1024} KiB`;
}

describe('docs/api/limits.md', () => {
  it('says the limits that the service has', async () => {
    const text = await readFile(join(import.meta.dirname, '../../../docs/api/limits.md'), 'utf8');
    const rows = new Map(
      [...text.matchAll(/^\| (.+?) +\| (.+?) +\| .+ \|$/gm)].map(([, what = '', limit = '']) => [
        what,
        limit,
      ]),
    );
    for (const [what, limit] of Object.entries(limits)) assert.equal(rows.get(what), limit, what);
  });
});
