import assert from 'node:assert/strict';
import { it } from 'node:test';
import { parse } from 'yaml';
import { production } from '../../environments/production.ts';
import { midcoast } from '../../platform/midcoast.ts';
import { addOnFiles } from '../add-on-files.ts';
import { releaseOf, releaseWords } from './helm-release.ts';

type Listed = {
  readonly name: string;
  readonly namespace: string;
  readonly chart: string;
  readonly repository?: string;
  readonly version: string;
  readonly timeout: string;
  readonly skipCrds?: true;
};

it('Helm is told of each add-on what the index in generated/ says', () => {
  const platform = midcoast(production);
  const files = new Map(addOnFiles(platform));
  const index = parse(files.get('kubernetes/add-ons/index.yaml') ?? '') as readonly Listed[];
  assert.ok(index.length > 0);
  for (const [place, listed] of index.entries()) {
    const addOn = platform.addOns[place];
    assert.ok(addOn);
    const words = releaseWords(releaseOf(addOn), 'values.json');
    assert.deepEqual(words.slice(0, 3), ['upgrade', listed.name, listed.chart]);
    const said = [
      `--version=${listed.version}`,
      `--namespace=${listed.namespace}`,
      `--timeout=${listed.timeout}`,
      // Whoever changed an object by hand is overruled, as with ours.
      '--force-conflicts',
      ...(listed.repository === undefined ? [] : [`--repo=${listed.repository}`]),
      ...(listed.skipCrds === true ? ['--skip-crds'] : []),
    ];
    assert.deepEqual(
      said.filter((word) => !words.includes(word)),
      [],
    );
  }
});
