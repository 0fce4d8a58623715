import type { IDeployment } from 'kubernetes-models/apps/v1/Deployment';
import type { IDeploymentSpec } from 'kubernetes-models/apps/v1/DeploymentSpec';
import type { IContainer } from 'kubernetes-models/v1/Container';
import type { IPodSpec } from 'kubernetes-models/v1/PodSpec';
import { production } from '../../environments/production.ts';
import { midcoast, type Manifest, type Platform } from '../../platform/midcoast.ts';

/** Production as it is, for rules over the cluster to pass. */
export const sound = midcoast(production);

export type AppDeployment = {
  readonly spec: IDeploymentSpec;
  readonly pod: IPodSpec;
  readonly container: IContainer;
};

/** Production with `midcoast-app` spoilt, the rest as it is. */
export function withApp(spoil: (app: AppDeployment) => void): Platform {
  return withObject<IDeployment>('Deployment', 'midcoast-app', ({ spec }) => {
    const pod = spec?.template.spec;
    const container = pod?.containers[0];
    if (spec === undefined || pod === undefined || container === undefined) {
      throw new RangeError('midcoast-app has no pod');
    }
    spoil({ spec, pod, container });
  });
}

/** Production with one object spoilt. */
export function withObject<Kind extends Manifest>(
  kind: Kind['kind'],
  name: string,
  spoil: (object: Kind) => void,
): Platform {
  let spoilt = 0;
  const manifests = Object.entries(sound.manifests).map(([heading, objects]) => [
    heading,
    objects.map((object) => {
      if (object.kind !== kind || object.metadata?.name !== name) return object;
      const copy = structuredClone(object) as Kind;
      spoil(copy);
      spoilt += 1;
      return copy;
    }),
  ]);
  if (spoilt !== 1) throw new RangeError(`${spoilt} objects are ${kind} ${name}`);
  return { ...sound, manifests: Object.fromEntries(manifests) as Platform['manifests'] };
}

/** Production without one object. */
export function withoutObject(kind: string, name: string): Platform {
  const manifests = Object.entries(sound.manifests).map(([heading, objects]) => [
    heading,
    objects.filter((object) => object.kind !== kind || object.metadata?.name !== name),
  ]);
  return { ...sound, manifests: Object.fromEntries(manifests) as Platform['manifests'] };
}
