/** An objective of the service, as a new version is held to it. Expressions are PromQL. */
export type Judged = {
  /** `gateway` is what only the gateway sees of availability: answers in place of a pod's. */
  readonly name: 'availability' | 'latency' | 'gateway';
  /** The share that goes wrong from which on somebody would be woken. */
  readonly most: number;
  /** How many requests of a window go wrong, of those that `only` matches; 0 while nobody asks. */
  readonly wrong: (window: string, ...only: readonly string[]) => string;
  /** Of how many requests; empty where nobody has ever asked. */
  readonly asked: (window: string, ...only: readonly string[]) => string;
};

/** What can be known of pods to which nobody sends requests yet. */
export type PreviewSigns = {
  /** 1 where each tells how it is. */
  readonly told: (...only: readonly string[]) => string;
  /** The share of a window in which they were not ready. */
  readonly unready: (window: string, ...only: readonly string[]) => string;
};
