import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { environmentNames } from '../environments/environment.ts';
import { deployOrder, pipeline } from '../operations/workflow.ts';
import { parseArguments } from './arguments.ts';
import { commands } from './commands.ts';

describe('the commands of the pipeline', () => {
  const steps = Object.entries(pipeline().jobs).flatMap(([id, { steps: each }]) =>
    each.flatMap((step) => ('run' in step ? [{ id, run: step.run }] : [])),
  );

  for (const { id, run } of steps) {
    it(`of ${id} is one that exists, with options that it has: ${run}`, async () => {
      const [, name, ...words] = run.split(' ');
      const row = commands.find((each) => each.name === name);
      assert.ok(row, run);
      const { command } = await row.load();
      parseArguments(command, words);
    });
  }

  it('deploy every environment', () => {
    assert.deepEqual(deployOrder.toSorted(), [...environmentNames].toSorted());
    const deployed = Object.values(pipeline().jobs).flatMap(({ environment = [] }) => environment);
    assert.deepEqual(deployed, deployOrder);
  });
});
