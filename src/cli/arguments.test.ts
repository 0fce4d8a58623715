import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Failure } from '../operations/failure.ts';
import { parseArguments } from './arguments.ts';
import type { Command } from './command.ts';

const command: Command = {
  name: 'carry',
  summary: '',
  usage: 'carry FILE [--to PLACE] [--fast]',
  positionals: { least: 1, most: 1 },
  options: {
    to: { type: 'string', value: 'PLACE', description: '' },
    fast: { type: 'boolean', description: '' },
  },
  examples: [],
  run: () => Promise.resolve(0),
};

function refusal(...words: readonly string[]): Failure {
  try {
    parseArguments(command, words);
  } catch (error) {
    assert.ok(error instanceof Failure);
    assert.equal(error.exit, 2);
    return error;
  }
  throw new assert.AssertionError({ message: `${words.join(' ')} was not refused` });
}

describe('parseArguments', () => {
  it('reads options and arguments in any order', () => {
    const { values, positionals } = parseArguments(command, ['--to', 'attic', 'box', '--fast', '--json']);
    assert.deepEqual({ ...values }, { to: 'attic', fast: true, json: true });
    assert.deepEqual(positionals, ['box']);
  });

  it('names the nearest and all allowed options for one that it does not know', () => {
    const { code, message, facts } = refusal('box', '--fsat');
    assert.equal(code, 'unknown_option');
    assert.match(message, /did you mean --fast\?/);
    assert.equal(facts['allowed'], '--to --fast --json --help');
  });

  it('does not take the next option for a forgotten value', () => {
    assert.equal(refusal('box', '--to', '--fast').code, 'option_value_missing');
    assert.equal(refusal('box', '--to').code, 'option_value_missing');
    assert.deepEqual(parseArguments(command, ['box', '--to=-x']).values['to'], '-x');
    assert.deepEqual(parseArguments(command, ['box', '--to', '-5']).values['to'], '-5');
  });

  it('refuses a value for a switch', () => {
    assert.equal(refusal('box', '--fast=yes').code, 'option_value_superfluous');
  });

  it('refuses too few and too many arguments, unless only help is asked', () => {
    assert.equal(refusal().code, 'argument_missing');
    assert.match(refusal('box', 'crate').message, /"crate"/);
    assert.equal(parseArguments(command, ['--help']).values['help'], true);
  });

  it('knows no option that every object has', () => {
    assert.equal(refusal('box', '--constructor').code, 'unknown_option');
  });
});
