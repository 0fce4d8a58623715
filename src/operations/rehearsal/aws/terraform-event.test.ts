import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readEvent } from './terraform-event.ts';

describe('readEvent', () => {
  it('reads how long a thing took', () => {
    const line =
      '{"@level":"info","type":"apply_complete","hook":{"resource":{"addr":"aws_vpc.network_vpc"},"action":"create","elapsed_seconds":12}}';
    assert.deepEqual(readEvent(line), {
      kind: 'complete',
      address: 'aws_vpc.network_vpc',
      wait: { address: 'aws_vpc.network_vpc', action: 'create', seconds: 12 },
    });
  });

  it('tells the beginning of a thing from its going on', () => {
    const hook = '"hook":{"resource":{"addr":"aws_vpc.network_vpc"},"action":"create"}';
    assert.deepEqual(readEvent(`{"@level":"info","type":"apply_start",${hook}}`), {
      kind: 'start',
      address: 'aws_vpc.network_vpc',
      action: 'create',
    });
    assert.equal(readEvent(`{"@level":"info","type":"apply_progress",${hook}}`)?.kind, 'progress');
  });

  it('reads an error with the thing that it is about, and passes over warnings', () => {
    const error =
      '{"@level":"error","type":"diagnostic","diagnostic":{"severity":"error","summary":"no","detail":"because","address":"aws_vpc.a"}}';
    assert.deepEqual(readEvent(error), { kind: 'error', text: 'aws_vpc.a: no: because' });
    assert.equal(readEvent(error.replaceAll('"error"', '"warning"')), undefined);
  });

  it('passes over lines that are no events', () => {
    assert.equal(readEvent('Terraform has been successfully initialized!'), undefined);
    assert.equal(readEvent('{"type":"version","terraform":"1.11.4"}'), undefined);
  });
});
