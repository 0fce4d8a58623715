import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Failure } from '../failure.ts';
import { checkConfirmable, confirm } from './confirmation.ts';

const question = { name: 'staging', deed: 'deploy 3 changes to staging' };

function refused(error: unknown): boolean {
  return error instanceof Failure && error.code === 'not_confirmed' && error.exit === 4;
}

describe('confirm', () => {
  it('takes the name from the command line, without asking', async () => {
    await confirm({ ...question, given: 'staging', ask: () => assert.fail('asked') });
  });

  it('asks at a terminal what is to be done, and takes the name alone', async () => {
    const asked: string[] = [];
    const answer = (text: string) => (line: string) => {
      asked.push(line);
      return Promise.resolve(text);
    };
    await confirm({ ...question, given: undefined, ask: answer(' staging ') });
    assert.deepEqual(asked, ['To deploy 3 changes to staging, type staging: ']);
    for (const other of ['', 'y', 'yes', 'production']) {
      await assert.rejects(confirm({ ...question, given: undefined, ask: answer(other) }), refused);
    }
  });

  it('does nothing where it was not given and nobody can be asked', async () => {
    await assert.rejects(confirm({ ...question, given: undefined, ask: undefined }), refused);
  });

  it('does nothing when another name was given', async () => {
    await assert.rejects(confirm({ ...question, given: 'production', ask: undefined }), refused);
  });
});

describe('checkConfirmable', () => {
  const ask = () => assert.fail('asked');

  it('lets the right name pass, and whoever can be asked', () => {
    checkConfirmable({ name: 'staging', given: 'staging', ask: undefined });
    checkConfirmable({ name: 'staging', given: undefined, ask });
  });

  it('takes another name for a slip, whether or not somebody could be asked', () => {
    for (const given of ['stagng', '', 'production']) {
      assert.throws(
        () => checkConfirmable({ name: 'staging', given, ask }),
        (error) => error instanceof Failure && error.code === 'confirm_wrong' && error.exit === 2,
      );
    }
  });

  it('refuses where none was given and nobody can be asked', () => {
    assert.throws(() => checkConfirmable({ name: 'staging', given: undefined, ask: undefined }), refused);
  });
});
