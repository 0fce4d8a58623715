import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { commands } from './commands.ts';
import { everyOption } from './help.ts';

for (const row of commands) {
  describe(`./midcoast ${row.name}`, async () => {
    const { command } = await row.load();

    it('is called in its own file as in the table', () => {
      assert.equal(command.name, row.name);
      assert.equal(command.summary, row.summary);
    });

    it('has help with examples that a person can type', () => {
      assert.ok(command.usage.startsWith(row.name));
      assert.ok(command.examples.length > 0);
      for (const { line, shows } of command.examples) {
        assert.match(line, /\.\/midcoast /);
        assert.notEqual(shows, '');
      }
    });

    it('says of every option what it does, and how its value is written', () => {
      for (const [name, option] of Object.entries(command.options)) {
        assert.ok(!(name in everyOption), `--${name} is every command's`);
        assert.notEqual(option.description, '');
        if (option.type === 'string') assert.ok(option.value, `--${name} needs a name for its value`);
      }
    });
  });
}

describe('commands that install programs outside of this folder', () => {
  for (const name of ['test', 'bench']) {
    it(`say so in their help: ${name}`, async () => {
      const loaded = await commands.find((row) => row.name === name)?.load();
      assert.match(loaded?.command.notes?.join(' ') ?? '', /installed by apt-get/);
    });
  }
});
