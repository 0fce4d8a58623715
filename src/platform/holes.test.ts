import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fill, hole, holesIn } from './holes.ts';

const digest = `sha256:${'ab'.repeat(32)}`;

describe('the holes of the manifests', () => {
  it('are found by name, each once, and variables of Grafana are none', () => {
    const text = `${hole('REGION')} ${hole('ACCOUNT_ID')} ${hole('REGION')} \${datasource} $labels`;
    assert.deepEqual(holesIn(text), ['ACCOUNT_ID', 'REGION']);
  });

  it('are filled wherever they stand', () => {
    assert.equal(
      fill(`image: x@${hole('IMAGE_DIGEST')} # ${hole('REGION')}`, {
        IMAGE_DIGEST: digest,
        REGION: 'us-east-1',
      }),
      `image: x@${digest} # us-east-1`,
    );
  });

  it('refuse to be left open', () => {
    assert.throws(() => fill(hole('REGION'), {}), /nothing fills REGION/);
  });

  it('refuse a value of another form', () => {
    assert.throws(() => fill(hole('IMAGE_DIGEST'), { IMAGE_DIGEST: 'latest' }), /latest is no digest/);
    assert.throws(() => fill(hole('ACCOUNT_ID'), { ACCOUNT_ID: '12\n' }), /ACCOUNT_ID/);
  });

  it('refuse one that is not of the list', () => {
    assert.throws(() => fill('${DATABASE_HOST}', {}), /no hole is named DATABASE_HOST/);
  });
});
