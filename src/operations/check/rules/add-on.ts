import { holes, holesIn, names, type AddOn, type Platform } from '../../../platform/midcoast.ts';
import { declared, textAt } from '../../declaration.ts';
import type { Rule } from '../rule.ts';
import { isRefusal } from '../objects/refusal.ts';
import { manifestsOf, ofKind } from '../objects/manifest.ts';

/** As for the versions of an environment. */
const leastDays = 90;

const exactVersion = /^v?\d+\.\d+\.\d+$/;

const pinned: Rule = {
  id: 'add-ons-pinned',
  says: `Every add-on is of one exact version of its chart, supported for ${leastDays} days more where that is known.`,
  mend: 'Change its line in kubernetes/add-ons/chart-versions.ts, and rehearse the cluster.',
  find: ({ addOns }, { today }) =>
    addOns.flatMap(({ name, chart }) => {
      const { version, until } = chart;
      const daysLeft = until === undefined ? Infinity : (Date.parse(until) - today.getTime()) / 86_400_000;
      return [
        ...(exactVersion.test(version)
          ? []
          : [{ where: whereOf(name), seen: `${version} is no exact version` }]),
        ...(daysLeft >= leastDays
          ? []
          : [{ where: whereOf(name), seen: `support of ${version} ends on ${until ?? ''}` }]),
      ];
    }),
};

const signedIn: Rule = {
  id: 'add-ons-have-roles',
  says: 'Every add-on that works with AWS has a role, by the service account that it runs as.',
  mend: 'Add the role to security/identity/pod-roles.ts, for the namespace and the account of the add-on.',
  find: (platform) => {
    const bound = declared(platform, 'aws_eks_pod_identity_association').map(({ attributes }) => {
      return `${textAt(attributes, 'namespace')}/${textAt(attributes, 'service_account')}`;
    });
    return platform.addOns.flatMap(({ name, namespace, awsAccount }) =>
      awsAccount === undefined || bound.includes(`${namespace}/${awsAccount}`)
        ? []
        : [{ where: whereOf(name), seen: `${namespace}/${awsAccount} has no role` }],
    );
  },
};

const closed: Rule = {
  id: 'namespaces-refuse-traffic',
  says: 'Every namespace refuses all traffic but what a policy allows; every add-on has a namespace that we make.',
  mend: 'Add the namespace to kubernetes/add-ons/add-on-namespaces.ts.',
  find: (platform) => {
    const made = manifestsOf(platform).flatMap(({ kind, metadata }) =>
      kind === 'Namespace' ? [metadata?.name ?? ''] : [],
    );
    const open = made.filter((namespace) => !refusesAll(platform, namespace));
    const homeless = platform.addOns.filter(
      // EKS makes Kubernetes' own, and keeps add-ons there that know no policy of ours.
      ({ namespace }) => namespace !== names.systemNamespace && !made.includes(namespace),
    );
    return [
      ...open.map((namespace) => ({ where: `Namespace ${namespace}`, seen: 'refuses nothing' })),
      ...homeless.map(({ name, namespace }) => ({ where: whereOf(name), seen: `${namespace} is not made` })),
    ];
  },
};

const filled: Rule = {
  id: 'values-leave-listed-holes',
  says: 'What the values of an add-on leave open is in the closed list of holes.',
  mend: 'Take what is known before an apply from the environment; what is not goes to platform/holes.ts.',
  find: ({ addOns }) =>
    addOns.flatMap(({ name, values }) =>
      holesIn(JSON.stringify(values))
        .filter((each) => !Object.hasOwn(holes, each))
        .map((each) => ({ where: whereOf(name), seen: `leaves open ${each}` })),
    ),
};

export const addOnRules: readonly Rule[] = [pinned, signedIn, closed, filled];

function whereOf(name: AddOn['name']): string {
  return `add-on ${name}`;
}

function refusesAll(platform: Platform, namespace: string): boolean {
  return ofKind(platform, 'NetworkPolicy').some(
    ({ metadata, spec }) => metadata?.namespace === namespace && isRefusal(spec),
  );
}
