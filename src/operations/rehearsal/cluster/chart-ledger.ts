import type { Platform } from '../../../platform/midcoast.ts';
import { argoRolloutsVersion } from '../../toolbox/argo-rollouts.ts';
import { chartSources } from './chart-sources.ts';

/** What the rehearsal does not prove of the add-ons, in the words of a fidelity ledger. */
export type ChartGap = {
  readonly resource: string;
  readonly attribute: string;
  readonly fault: string;
  readonly provedBy: string;
  readonly unproved: string;
};

/** Charts that cannot be rendered here, and those that are rendered as their maker had them a little earlier. */
export function chartGaps({ addOns }: Pick<Platform, 'addOns'>): readonly ChartGap[] {
  const absent = addOns.filter(({ name }) => chartSources[name] === undefined);
  const older = addOns.flatMap(({ name, chart }) => {
    const version = chartSources[name]?.version;
    return version === undefined || version === chart.version
      ? []
      : [`${name} ${version} for ${chart.version}`];
  });
  return [
    {
      resource: 'charts in no Go module',
      attribute: absent.map(({ name }) => name).join(', '),
      fault:
        'the chart comes from a repository of charts alone, so nothing of it is applied but the kinds it brings',
      provedBy: 'the types of its values; what depends on it is proved on stand-ins of the rehearsal',
      unproved: 'that the chart knows every value, and what it makes of them',
    },
    {
      resource: 'charts in a Go module',
      attribute: older.join(', '),
      fault: 'the module holds an earlier version of the chart than deploy installs',
      provedBy: 'every value that we set is one that the earlier chart knows, and its objects are accepted',
      unproved: 'what has changed in the chart since',
    },
    {
      resource: 'Rollout, AnalysisTemplate',
      attribute: otherController(addOns),
      fault:
        'the controller that is installed wants a newer Go than can be had here, so an earlier one is rehearsed',
      provedBy: 'the earlier one, which ships, judges and takes back by the very manifests',
      unproved: 'what has changed in the controller since',
    },
  ];
}

/** Empty where the controller that is rehearsed is the one that is installed. */
function otherController(addOns: Platform['addOns']): string {
  const installed = addOns.find(({ name }) => name === 'argo-rollouts')?.chart.application.replace(/^v/, '');
  return installed === argoRolloutsVersion ? '' : `controller ${argoRolloutsVersion} for ${installed}`;
}
