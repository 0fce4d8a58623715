import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { requireTool } from './require-tool.ts';
import type { Tool } from './tool.ts';

const there = { path: '/here/tool', version: '1.0' };
const brought = { path: '/brought/tool', version: '1.0' };
const absent: Tool = {
  name: 'a tool',
  neededFor: 'tests',
  find: () => Promise.resolve(undefined),
  byHand: 'install it',
};
const context = { say: () => {} };

describe('a tool that is required', () => {
  it('is taken where it is', async () => {
    const tool = { ...absent, find: () => Promise.resolve(there), bring: () => Promise.resolve(brought) };
    assert.equal(await requireTool(tool, context), there);
  });

  it('is brought where it is not', async () => {
    assert.equal(await requireTool({ ...absent, bring: () => Promise.resolve(brought) }, context), brought);
  });

  it('is asked of a person where nothing brings it', async () => {
    await assert.rejects(requireTool(absent, context), { code: 'tool_missing', next: 'install it' });
  });
});
