import { endingWithin, supportOf, type VersionKind } from '../../../environments/versions.ts';
import { declared, placeOf } from '../../declaration.ts';
import type { Rule } from '../rule.ts';

/** Long enough to move to the next version with a rehearsal and without haste. */
const leastDays = 90;

/** Where each version stands in what is built. */
const versionPaths: Readonly<Record<string, { readonly kind: VersionKind; readonly path: string }>> = {
  aws_db_instance: { kind: 'postgres', path: 'engine_version' },
  aws_eks_cluster: { kind: 'kubernetes', path: 'version' },
  aws_elasticache_replication_group: { kind: 'redis', path: 'engine_version' },
  aws_msk_cluster: { kind: 'kafka', path: 'kafka_version' },
};

const supported: Rule = {
  id: 'versions-supported',
  says: `AWS supports every version for ${leastDays} days more at least, without a surcharge.`,
  mend: 'Move environment.versions to a later one of src/environments/versions.ts, and rehearse it.',
  find: ({ environment: { versions } }, { today }) => {
    const day = today.toISOString().slice(0, 10);
    const unknown = (Object.keys(versions) as VersionKind[])
      .filter((kind) => supportOf(kind, versions[kind], day).state === 'unknown')
      .map((kind) => ({
        where: `environment.versions.${kind}`,
        seen: `${versions[kind]} is in no table of ours`,
      }));
    const ending = endingWithin(versions, day, leastDays).map(({ kind, version, until }) => ({
      where: `environment.versions.${kind}`,
      seen: `support of ${version} ends on ${until}; today is ${day}`,
    }));
    return [...unknown, ...ending];
  },
};

const stated: Rule = {
  id: 'versions-of-the-environment',
  says: 'What is built has the versions that the environment states, none left to AWS to choose.',
  mend: 'Take the version from environment.versions.',
  find: (platform) =>
    declared(platform, ...Object.keys(versionPaths)).flatMap((resource) => {
      const { kind, path } = versionPaths[resource.type] ?? { kind: 'kafka', path: '' };
      const [wanted, seen] = [platform.environment.versions[kind], resource.attributes[path]];
      // A replica takes the version of its source.
      if (resource.attributes['replicate_source_db'] !== undefined && seen === undefined) return [];
      // RDS takes the newest minor version of the major one that is named, and moves to the next by itself.
      return seen === wanted || (kind === 'postgres' && wanted.split('.')[0] === seen)
        ? []
        : [{ where: placeOf(resource), seen: `${path} is ${String(seen)}, not ${wanted}` }];
    }),
};

export const versionSupportRules: readonly Rule[] = [supported, stated];
