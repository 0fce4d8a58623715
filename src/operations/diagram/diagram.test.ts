import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { production } from '../../environments/production.ts';
import { staging } from '../../environments/staging.ts';
import { draw } from './diagram.ts';

describe('the picture of production', () => {
  const { svg, mermaid } = draw(production);

  it('shows the guide’s opening tree by its names', () => {
    const tree = [
      'midcoast-vpc',
      'Public subnets (3)',
      'NAT gateway',
      'Private subnets (3)',
      'midcoast-cluster',
    ];
    for (const word of [...tree, 'RDS PostgreSQL', 'midcoast-redis', 'midcoast-kafka']) {
      assert.ok(svg.includes(word), word);
      assert.ok(mermaid.includes(word), word);
    }
  });

  it('keeps text as text, and tells a screen reader what there is', () => {
    assert.match(svg, /<title id="title">Midcoast production in us-east-1<\/title>/);
    assert.match(svg, /<desc id="description">Internet\. .*midcoast-db.*<\/desc>/);
    assert.ok(svg.includes('prefers-color-scheme: dark'));
    assert.ok(!svg.includes('<image'));
    assert.ok(!/https?:\/\/(?!www\.w3\.org)/.test(svg));
  });

  it('is the same each time, and another for staging', () => {
    assert.deepEqual(draw(production), { svg, mermaid });
    assert.notEqual(draw(staging).svg, svg);
    assert.match(draw({ ...production, databaseShards: 2 }).mermaid, /2 shards, midcoast-db …/);
  });
});
