import assert from 'node:assert/strict';
import type { IAnalysisTemplate, IRollout } from '@kubernetes-models/argo-rollouts/argoproj.io/v1alpha1';
import type { Strategy } from '../../../environments/environment.ts';
import { environments } from '../../../environments/environments.ts';
import type { Manifest } from '../../manifest.ts';
import { midcoast } from '../../midcoast.ts';

/** Production shipped by each strategy, with nothing else changed. */
export const platforms: Readonly<Record<Strategy, readonly Manifest[]>> = {
  rolling: everything('rolling'),
  'blue-green': everything('blue-green'),
  canary: everything('canary'),
};
export const stepwise = ['blue-green', 'canary'] as const;

function everything(strategy: Strategy): readonly Manifest[] {
  return Object.values(midcoast({ ...environments.production, strategy }).manifests).flat();
}

export function found<Kind extends Manifest>(strategy: Strategy, kind: Kind['kind'], name: string): Kind {
  const manifest = platforms[strategy].find((each) => each.kind === kind && each.metadata?.name === name);
  assert.ok(manifest, `${strategy} has no ${kind} ${name}`);
  return manifest as Kind;
}

export const ofKind = <Kind extends Manifest>(strategy: Strategy, kind: Kind['kind']) =>
  platforms[strategy].filter((each) => each.kind === kind) as Kind[];
export const rollout = (strategy: Strategy) => found<IRollout>(strategy, 'Rollout', 'midcoast-app');
export const templates = (strategy: Strategy) => ofKind<IAnalysisTemplate>(strategy, 'AnalysisTemplate');

/** Seconds of `2m` or `30s`. */
export function seconds(duration: unknown): number {
  const [, number, unit] = /^(\d+)([sm])$/.exec(String(duration)) ?? [];
  assert.ok(number, String(duration));
  return Number(number) * (unit === 'm' ? 60 : 1);
}
