import type { Manifest } from '../../../platform/midcoast.ts';
import { ApiRefusal } from '../../kubernetes/api-refusal.ts';
import type { ReportedFact } from '../report.ts';
import type { Stand } from './stand.ts';
import type { ApiClient } from '../../kubernetes/api-client.ts';
import { names } from '../../../platform/midcoast.ts';

/** Something that the cluster must not take, and the words in which it says so. */
type Refusal = {
  readonly name: string;
  readonly expected: RegExp;
  readonly object: (stand: Stand) => Manifest;
};

/** Each is an object of ours with one fault planted: what is accepted otherwise proves little. */
const refusals: readonly Refusal[] = [
  {
    name: 'a pod that may gain privileges is refused',
    expected: /violates PodSecurity "restricted:/,
    object: ({ namespace }) =>
      ({
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name: 'planted-privileges', namespace },
        spec: { containers: [{ name: 'planted', image: 'planted', securityContext: { privileged: true } }] },
      }) as Manifest,
  },
  {
    name: 'a field that Kubernetes does not know is refused',
    expected: /strict decoding|field not declared in schema|unknown field/i,
    object: (stand) => withField(stand.manifest('Deployment', names.application), 'minReadySecond'),
  },
  {
    name: 'a field that Istio does not know is refused',
    expected: /strict decoding|field not declared in schema|unknown field/i,
    object: (stand) => withField(stand.manifest('VirtualService', names.virtualService), 'retry'),
  },
  {
    name: 'a value that Kubernetes does not know is refused',
    expected: /Unsupported value: "Sometimes"/,
    object: ({ namespace }) =>
      ({
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name: 'planted-affinity', namespace },
        spec: { ports: [{ port: 80 }], sessionAffinity: 'Sometimes' },
      }) as Manifest,
  },
];

/** Plants each fault, without leaving anything, and reports what the API server says of it. */
export async function seeRefusals(client: ApiClient, stand: Stand): Promise<readonly ReportedFact[]> {
  const facts: ReportedFact[] = [];
  for (const { name, expected, object } of refusals) {
    const seen = await client.apply(object(stand), { force: true, dryRun: true }).then(
      () => 'accepted',
      (error: unknown) => {
        if (error instanceof ApiRefusal) return error.message;
        throw error;
      },
    );
    facts.push({ name, expected: String(expected), seen, holds: expected.test(seen) });
  }
  return facts;
}

function withField(manifest: Manifest, field: string): Manifest {
  const { spec } = manifest as Manifest & { readonly spec: object };
  return { ...manifest, spec: { ...spec, [field]: 1 } } as Manifest;
}
