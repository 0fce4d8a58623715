import type { Environment, Strategy } from '../../../environments/environment.ts';
import type { AddOn } from '../../../platform/midcoast.ts';
import type { ApiClient } from '../../kubernetes/api-client.ts';
import type { ApiAddress } from '../../kubernetes/api-connection.ts';
import type { Following } from '../../kubernetes/following.ts';
import type { KubernetesObject, Selection } from '../../kubernetes/kubernetes-object.ts';
import type { Machine } from '../../toolbox/program.ts';
import type { Measure } from '../report.ts';
import type { FilledManifests } from './cluster-manifests.ts';
import type { MakersFiles } from './definitions.ts';
import type { OutsideProgram } from './outside-program.ts';
import type { Stand } from './stand.ts';

/**
 * One thing that is done to the rehearsed cluster while it is watched. A file of `steps/` each, listed in
 * `steps/steps.ts`. Those of a group run side by side, each with stands of its own; groups run one after another.
 *
 * When a step begins, everything of the environment is applied in its own namespace and at rest: image `images.first`,
 * pods at the autoscaler's number, all of them ready; control plane, KWOK and the controller of Rollouts run. A step
 * that changes the environment's own stand, or nodes, undoes that before it ends, and runs in a group of its own. What
 * it raised by `raise` and started by `start` is taken down for it.
 *
 * A limit that was broken is a measure that does not hold; what keeps a step from going on is thrown: a `StillNotSo` by
 * `until`, an `ApiRefusal` by the client. Both are faults of the report, and the other steps go on.
 */
export type ClusterStep = {
  /** What is done, as one phrase, such as "a zone drained". */
  readonly name: string;
  readonly run: (cluster: RehearsedCluster) => Promise<readonly Measure[]>;
};

/** What a step may use. */
export type RehearsedCluster = {
  readonly environment: Environment;
  readonly machine: Machine;
  readonly signal: AbortSignal;
  readonly client: ApiClient;
  /** For what deploy does by a program of others. */
  readonly address: ApiAddress;
  /** For controllers that a step starts; they may do everything. */
  readonly kubeconfig: string;
  /**
   * PEM files by which a server of ours on 127.0.0.1 is trusted by the API server: the first is its `caBundle` too. An
   * APIService reaches it by a Service of type ExternalName whose name is `localhost`.
   */
  readonly certificate: { readonly certificateFile: string; readonly keyFile: string };
  /** A folder of the step's own, for its user alone. */
  readonly folder: string;
  /** The environment as it is, in its own namespace. */
  readonly main: Stand;
  /**
   * Applies the application anew in a namespace of the step's own, as an environment with this strategy has it, and
   * waits until it is at rest with `images.first`.
   */
  readonly raise: (strategy: Strategy) => Promise<Stand>;
  /** Starts another cluster, with nothing in it but nodes, for the time of the step. */
  readonly emptyCluster: () => Promise<EmptyCluster>;
  readonly brought: Brought;
  /** Follows objects until the step ends; `seen` is told of the first state and of every single change. */
  readonly follow: <T extends KubernetesObject>(
    selection: Selection,
    seen?: (objects: readonly T[]) => void,
  ) => Promise<Following<T>>;
  /** Starts a program of others for the time of the step, its log in `folder`. */
  readonly start: (program: StepProgram) => OutsideProgram;
  /** Tells the person something in a line. */
  readonly say: (line: string) => void;
};

/** What the rehearsal has brought before it began. */
export type Brought = {
  /** What was generated for the environment. */
  readonly manifests: FilledManifests;
  readonly addOns: readonly AddOn[];
  readonly makers: MakersFiles;
  /** The executable of the controller of Rollouts. */
  readonly rollouts: string;
};

/** A cluster of the step's own. Webhooks are asked of nothing in it. */
export type EmptyCluster = Pick<
  RehearsedCluster,
  | 'environment'
  | 'machine'
  | 'signal'
  | 'client'
  | 'address'
  | 'kubeconfig'
  | 'folder'
  | 'brought'
  | 'follow'
  | 'start'
  | 'say'
> & {
  /** Rejects as soon as any program of it has ended by itself. */
  readonly broken: Promise<never>;
};

export type StepProgram = {
  readonly name: string;
  readonly program: string;
  readonly words: readonly string[];
  readonly variables?: Readonly<Record<string, string>>;
};
