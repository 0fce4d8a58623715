import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { digestOf, generate } from '../../generated.ts';
import { plantedPlatform } from '../test-platform.ts';
import { rehearsedPlan } from './rehearsed-plan.ts';

describe('the plan of the last rehearsal', () => {
  const platform = plantedPlatform({ 'aws_vpc.network_vpc': { cidr_block: '10.0.0.0/16' } });
  let root = '';
  let folder = '';
  before(async () => {
    root = await mkdtemp(join(tmpdir(), 'midcoast-plan-'));
    folder = join(root, '.midcoast', 'rehearsals', 'production', 'aws');
    await mkdir(folder, { recursive: true });
  });
  after(() => rm(root, { recursive: true }));

  it('is none before there was a rehearsal', async () => {
    assert.equal(await rehearsedPlan(root, platform, 'platform'), undefined);
  });

  it('is taken while what is generated is still the same', async () => {
    const plan = join(folder, 'plan-platform.json');
    await writeFile(plan, '{}');
    await writeFile(join(folder, 'report.json'), JSON.stringify({ digest: digestOf(generate(platform)) }));
    assert.equal(await rehearsedPlan(root, platform, 'platform'), plan);
    assert.equal(await rehearsedPlan(root, platform, 'recovery'), undefined);
    const changed = { ...platform, environment: { ...platform.environment, monthlyBudgetUsd: 1 } };
    assert.equal(await rehearsedPlan(root, changed, 'platform'), undefined);
  });
});
