import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createTerminal, palette, wantsColour } from './terminal.ts';

/** A stream that keeps what is written, and a clock that goes when it is told. */
function stage(isTTY: boolean, environment: Readonly<Record<string, string>> = {}) {
  let [written, time] = ['', 0];
  const stream = { isTTY, columns: 80, write: (text: string) => (written += text) };
  const terminal = createTerminal({ stream, environment, now: () => time });
  return { terminal, written: () => written, pass: (milliseconds: number) => (time += milliseconds) };
}

describe('a terminal', () => {
  it('draws a bar in place for a person, and keeps lines above it', () => {
    const { terminal, written, pass } = stage(true);
    const bar = terminal.progress('leads', 100);
    bar.update(50);
    terminal.say('a line');
    pass(1_000);
    bar.update(100, 'done soon');
    bar.finish('100 leads');
    const lines = written().split('\n');
    assert.match(lines[0] ?? '', /50 %.*\r\u001B\[2Ka line$/);
    assert.match(written(), /100 % .*done soon/);
    assert.match(written(), /\u001B\[2K100 leads\n$/);
  });

  it('where nobody watches says a line now and then', () => {
    const { terminal, written, pass } = stage(false);
    const bar = terminal.progress('leads', 100);
    for (let done = 1; done <= 100; done += 1) {
      pass(200);
      bar.update(done);
    }
    bar.finish();
    assert.equal(written().split('\n').length - 1, 4);
    assert.doesNotMatch(written(), /[\r\u001B]/);
  });

  it('counts up when the total is not known', () => {
    const { terminal, written } = stage(true);
    terminal.progress('rows').update(1_234);
    assert.match(written(), /rows {2}1,234/);
  });

  it('colours only a terminal, unless told otherwise', () => {
    const write = () => {};
    assert.equal(wantsColour({ write, isTTY: true }, {}), true);
    assert.equal(wantsColour({ write, isTTY: true }, { NO_COLOR: '1' }), false);
    assert.equal(wantsColour({ write, isTTY: true }, { TERM: 'dumb' }), false);
    assert.equal(wantsColour({ write }, {}), false);
    assert.equal(wantsColour({ write }, { FORCE_COLOR: '1' }), true);
    assert.equal(palette(false).red('x'), 'x');
    assert.equal(palette(true).red('x'), '\u001B[31mx\u001B[39m');
  });
});
