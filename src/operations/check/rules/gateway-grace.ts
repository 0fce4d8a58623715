import type { Manifest, Platform } from '../../../platform/midcoast.ts';
import { declared, numberAt } from '../../declaration.ts';
import { secondsOf } from '../objects/duration.ts';
import type { Rule } from '../rule.ts';
import { matches } from '../objects/selector.ts';
import { ofKind } from '../objects/manifest.ts';
import { graceSecondsOf, workloads, type Workload } from '../objects/workload.ts';

/** The controller hears of a pod's end within seconds, and the load balancer of that; until then it sends requests. */
const leastPauseSeconds = 10;

const nested: Rule = {
  id: 'targets-leave-in-order',
  says: 'A target of the load balancer serves on until it gets nothing new, answers what it was asked, and then gets SIGKILL.',
  mend: 'Set preStop, terminationDrainDuration and terminationGracePeriodSeconds by the table `leaving` of mesh/gateway-pods.ts.',
  find: (platform) => {
    const [delay = 0] = declared(platform, 'aws_lb_target_group').map(
      ({ attributes }) => numberAt(attributes, 'deregistration_delay') ?? 0,
    );
    const longest = Math.max(0, ...routesOf(platform).map(({ timeout }) => secondsOf(timeout ?? unlimited)));
    return targets(platform)
      .map((workload) => ({ where: workload.where, ...endOf(workload) }))
      .filter(
        ({ pause, drain, grace }) =>
          pause < leastPauseSeconds || drain < longest || pause + drain < delay || pause + drain >= grace,
      )
      .map(({ where, pause, drain, grace }) => ({
        where,
        seen: `preStop ${pause} s, drain ${drain} s, grace ${grace} s; deregistration ${delay} s, answers up to ${longest} s`,
      }));
  },
};

export const gatewayGraceRules: readonly Rule[] = [nested];

type Binding = Manifest & { readonly spec: { readonly serviceRef: { readonly name: string } } };
type Routed = Manifest & { readonly spec: { readonly http?: readonly { readonly timeout?: string }[] } };

/** Proxies whose pods the load balancer has in its list. */
function targets(platform: Platform): readonly Workload[] {
  const bound = (ofKind(platform, 'TargetGroupBinding') as readonly Binding[]).map(
    ({ spec }) => spec.serviceRef.name,
  );
  const selectors = ofKind(platform, 'Service')
    .filter(({ metadata }) => bound.includes(metadata?.name ?? ''))
    .map(({ spec }) => spec?.selector ?? {});
  return workloads(platform).filter(({ labels }) => selectors.some((selector) => matches(selector, labels)));
}

function endOf(workload: Workload) {
  const { pod, annotations } = workload;
  const config = JSON.parse(annotations['proxy.istio.io/config'] ?? '{}') as {
    readonly terminationDrainDuration?: string;
  };
  return {
    pause: Math.min(...pod.containers.map(({ lifecycle }) => lifecycle?.preStop?.sleep?.seconds ?? 0)),
    drain: secondsOf(config.terminationDrainDuration ?? istioDrain),
    grace: graceSecondsOf(workload),
  };
}

/** Where nothing is said: https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#ProxyConfig */
const istioDrain = '5s';

/** Streams: they are cut, and resumed. */
const unlimited = '0s';

function routesOf(platform: Platform) {
  return (ofKind(platform, 'VirtualService') as readonly Routed[]).flatMap(({ spec }) => spec.http ?? []);
}
