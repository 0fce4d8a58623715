import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { sound } from '../test-workload.ts';
import { manifestsOf } from '../objects/manifest.ts';
import { addressIn, objectFiles } from './object-files.ts';

describe('the files that packs look at', () => {
  const files = objectFiles(sound);

  it('are one for each object, under a name of its own', () => {
    assert.equal(files.length, manifestsOf(sound).length);
    assert.equal(new Set(files.map(({ name }) => name)).size, files.length);
  });

  it('leave nothing open', () => {
    const app = files.find(({ address }) => address === 'Deployment midcoast/midcoast-app');
    assert.match(app?.text ?? '', /\.dkr\.ecr\.us-east-1\.amazonaws\.com\/midcoast-app@sha256:0{64}\n/);
    for (const { text, address } of files) assert.doesNotMatch(text, /\$\{[A-Z_]+\}/, address);
  });

  it('are known by their name, wherever a pack says that they are', () => {
    assert.equal(
      addressIn(files, '/x/Deployment.midcoast.midcoast-app.yaml'),
      'Deployment midcoast/midcoast-app',
    );
    assert.equal(addressIn(files, '/x/other.yaml'), '/x/other.yaml');
  });
});
