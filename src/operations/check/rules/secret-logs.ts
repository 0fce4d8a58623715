import type { ICronJob } from 'kubernetes-models/batch/v1/CronJob';
import { names, type Platform } from '../../../platform/midcoast.ts';
import type { Contract } from '../contract.ts';
import type { Rule } from '../rule.ts';
import { containersOf, workloads, type Workload } from '../objects/workload.ts';

/** What a pod says of itself, for as long as what reads the logs has heard of it. */
const excluded = 'fluentbit.io/exclude';

const mostStaySeconds = 60 * 60;

/** Rules over what may be in no log, by what contract.ts says of its processes. */
export function secretLogRules(contract: Contract): readonly Rule[] {
  const unread: Rule = {
    id: 'secrets-stay-out-of-logs',
    says: 'What tells a secret is read by nothing that keeps logs, and is gone within an hour of its end.',
    mend: 'Let Exclude_Path of kubernetes/add-ons/pod-logs.ts name its files, K8S-Logging.Exclude be On, and its pods bear fluentbit.io/exclude and end with ttlSecondsAfterFinished.',
    find: (platform) =>
      tellers(platform, contract).flatMap((workload) =>
        [...unnamed(platform, workload), ...unheard(platform), ...unsaid(workload), ...kept(workload)].map(
          (seen) => ({ where: workload.where, seen }),
        ),
      ),
  };
  return [unread];
}

function tellers(platform: Platform, { processes }: Contract): readonly Workload[] {
  const named = Object.entries(processes)
    .filter(([, { tellsSecret }]) => tellsSecret)
    .map(([process]) => names.workload(process));
  return workloads(platform).filter(({ manifest }) => named.includes(manifest.metadata?.name ?? ''));
}

/** Files that are opened: a pod may have any name, and a file ends with the id of its container. */
function unnamed(platform: Platform, workload: Workload): readonly string[] {
  const namespace = workload.manifest.metadata?.namespace ?? '';
  return sections(platform, 'INPUT')
    .filter((input) => input['Name'] === 'tail')
    .flatMap((input) => {
      const patterns = (input['Exclude_Path'] ?? '').split(',').map(fileName);
      return containersOf(workload)
        .map(({ name }) => `/var/log/containers/any-name_${namespace}_${name}-0123456789abcdef.log`)
        .filter((file) => !patterns.some((pattern) => pattern.test(file)))
        .map((file) => `${file} is read`);
    });
}

function unheard(platform: Platform): readonly string[] {
  return sections(platform, 'FILTER')
    .filter((filter) => filter['Name'] === 'kubernetes')
    .filter((filter) => !/^(on|true)$/i.test(filter['K8S-Logging.Exclude'] ?? ''))
    .map(() => `its word ${excluded} is not asked for`);
}

function unsaid({ annotations }: Workload): readonly string[] {
  return annotations[excluded] === 'true' ? [] : [`does not say ${excluded}`];
}

/** Whoever may look at pods may read what they said, for as long as they are there. */
function kept({ manifest }: Workload): readonly string[] {
  const { spec } = manifest as ICronJob;
  const seconds = spec?.jobTemplate.spec?.ttlSecondsAfterFinished ?? Infinity;
  return seconds <= mostStaySeconds ? [] : ['its pods stay when it has ended'];
}

/** As a shell matches, a star for slashes, too: https://docs.fluentbit.io/manual/data-pipeline/inputs/tail */
function fileName(pattern: string): RegExp {
  const literal = pattern.trim().replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`);
  return new RegExp(`^${literal.replaceAll('*', '.*').replaceAll('?', '.')}$`);
}

type Section = Readonly<Record<string, string>>;

/** Of the configuration of what reads the logs, those of one kind. */
function sections({ addOns }: Platform, kind: string): readonly Section[] {
  const { values } = addOns.find(({ name }) => name === 'fluent-bit') ?? {};
  const { config = {} } = (values ?? {}) as { readonly config?: Readonly<Record<string, string>> };
  return Object.values(config)
    .join('\n')
    .split(/^(?=\[\w+\])/m)
    .filter((text) => text.startsWith(`[${kind}]`))
    .map((text) =>
      Object.fromEntries(
        [...text.matchAll(/^\s+(\S+)\s+(.*\S)/gm)].map(([, key = '', value = '']) => [key, value]),
      ),
    );
}
