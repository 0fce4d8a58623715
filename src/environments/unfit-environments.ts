/** A value of an environment that is refused. */
export type Fault = {
  readonly environment: string;
  /** Where it stands, such as `queue.brokers`. */
  readonly path: string;
  readonly given: string;
  /** What would be taken, as a list or in words. */
  readonly allowed: string;
};

/** Environments that cannot be built, with everything that is wrong with them. */
export class UnfitEnvironments extends Error {
  override readonly name = 'UnfitEnvironments';
  readonly faults: readonly Fault[];

  constructor(faults: readonly Fault[]) {
    const words = faults.map(
      ({ environment, path, given, allowed }) => `${environment}: ${path} is ${given}; allowed: ${allowed}`,
    );
    super(words.join('\n'));
    this.faults = faults;
  }
}
