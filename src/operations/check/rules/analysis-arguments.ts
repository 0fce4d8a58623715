import type {
  IAnalysisTemplate,
  IRolloutAnalysis,
} from '@kubernetes-models/argo-rollouts/argoproj.io/v1alpha1';
import type { Platform } from '../../../platform/midcoast.ts';
import { calls } from '../calls/calls.ts';
import type { Rule } from '../rule.ts';
import { ofKind, objectName } from '../objects/manifest.ts';

const given: Rule = {
  id: 'analyses-can-ask',
  says: 'Every analysis is given the arguments that its questions name, and asks Prometheus where the policies let it.',
  mend: 'Let pipeline/strategy/analysis.ts declare the argument and give it; Prometheus is asked at the port of the table of calls.',
  find: (platform) =>
    ofKind(platform, 'AnalysisTemplate').flatMap((template) => {
      const where = objectName(template);
      const { args = [], metrics = [] } = template.spec;
      const declared = args.map(({ name }) => name);
      const asked = metrics.flatMap(({ provider }) => provider.prometheus ?? []);
      const named = asked.flatMap(({ query = '' }) =>
        [...query.matchAll(/\{\{\s*args\.([\w-]+)\s*\}\}/g)].map(([, name = '']) => name),
      );
      return [
        ...[...new Set(named)]
          .filter((name) => !declared.includes(name))
          .map((name) => ({ where, seen: `asks by ${name}, which is no argument` })),
        ...args
          .filter(({ value, valueFrom }) => value === undefined && valueFrom === undefined)
          .filter(({ name }) => !users(platform, template).every((use) => isGiven(use, name)))
          .map(({ name }) => ({ where, seen: `is not always given ${name}` })),
        ...[...new Set(asked.map(({ address = '' }) => address))]
          .filter((address) => !mayBeAsked(address))
          .map((address) => ({ where, seen: `asks ${address}, which is no call` })),
      ];
    }),
};

export const analysisArgumentRules: readonly Rule[] = [given];

/** Where Rollouts let a template look. */
function users(platform: Platform, template: IAnalysisTemplate): readonly IRolloutAnalysis[] {
  return ofKind(platform, 'Rollout')
    .flatMap(({ spec: { strategy: { canary, blueGreen } = {} } }) => [
      ...(canary?.steps ?? []).map(({ analysis }) => analysis),
      canary?.analysis,
      blueGreen?.prePromotionAnalysis,
      blueGreen?.postPromotionAnalysis,
    ])
    .filter((use) => use !== undefined)
    .filter((use) => use.templates?.some(({ templateName }) => templateName === template.metadata?.name));
}

function isGiven({ args = [] }: IRolloutAnalysis, name: string): boolean {
  return args.some((each) => each.name === name);
}

function mayBeAsked(address: string): boolean {
  const port = Number(URL.parse(address)?.port);
  return calls.some(
    ({ from, to, first }) => from === 'rolloutsController' && to === 'prometheus' && first === port,
  );
}
