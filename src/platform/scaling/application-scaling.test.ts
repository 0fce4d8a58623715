import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { production } from '../../environments/production.ts';
import { resourcesOf } from '../document.ts';
import { State } from '../state.ts';
import { applicationScaling } from './application-scaling.ts';

const state = new State(production, 'platform', production.region);
applicationScaling(state.heading('application-scaling'), { nodesRole: { name: 'midcoast-karpenter-nodes' } });
const resources = resourcesOf(state);
const of = (type: string) =>
  resources.filter((each) => each.type === type).map(({ attributes }) => attributes);

describe('what Karpenter hears of nodes that will go', () => {
  it('is every kind of warning, each sent to its queue', () => {
    const details = of('aws_cloudwatch_event_rule')
      .map((rule) => String(rule['description']))
      .toSorted();
    assert.deepEqual(details, [
      'AWS Health Event',
      'EC2 Capacity Reservation Instance Interruption Warning',
      'EC2 Instance Rebalance Recommendation',
      'EC2 Instance State-change Notification',
      'EC2 Spot Instance Interruption Warning',
    ]);
    const targets = of('aws_cloudwatch_event_target').map((target) => target['arn']);
    assert.deepEqual([...new Set(targets)], ['${aws_sqs_queue.application_scaling_interruptions.arn}']);
    assert.equal(targets.length, details.length);
  });

  it('comes from those rules alone, and is read over TLS alone', () => {
    const [policy] = of('aws_sqs_queue_policy');
    const { Statement } = JSON.parse(String(policy?.['policy'])) as {
      Statement: { Effect: string; Condition: Record<string, Record<string, string | string[]>> }[];
    };
    const [send, plain] = Statement;
    assert.equal(send?.Condition['ArnEquals']?.['aws:SourceArn']?.length, 5);
    assert.equal(plain?.Effect, 'Deny');
    assert.equal(plain?.Condition['Bool']?.['aws:SecureTransport'], 'false');
  });

  it('is encrypted', () => {
    assert.equal(of('aws_sqs_queue')[0]?.['sqs_managed_sse_enabled'], true);
  });
});
