import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { eventParser } from './event-parser.ts';

const stream =
  'retry: 500\n\n: beat\n\nid: 1.7\nevent: lead.accepted\ndata: {"a":1}\n\nid: 1.8\ndata: x\ndata: y\n\n';

const whole = [
  { id: null, event: null, data: null, retryMs: 500 },
  { id: '1.7', event: 'lead.accepted', data: '{"a":1}', retryMs: null },
  { id: '1.8', event: null, data: 'x\ny', retryMs: null },
];

describe('eventParser', () => {
  it('reads blocks, joins data lines and leaves comments out', () => {
    assert.deepEqual(eventParser()(stream), whole);
  });

  it('gives the same blocks wherever the network cuts the stream', () => {
    for (const ending of ['\n', '\r\n', '\r']) {
      const text = stream.replaceAll('\n', ending);
      for (let cut = 0; cut <= text.length; cut += 1) {
        const parse = eventParser();
        const blocks = [...parse(text.slice(0, cut)), ...parse(text.slice(cut)), ...parse('\n')];
        assert.deepEqual(blocks, whole, `cut at ${cut} with ${JSON.stringify(ending)}`);
      }
    }
  });

  it('holds back a block that has not ended', () => {
    assert.deepEqual(eventParser()('id: 1.9\ndata: z\n'), []);
  });
});
