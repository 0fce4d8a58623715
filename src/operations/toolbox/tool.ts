/** Where a program was found on this machine. */
export type Found = {
  /** The executable, or the folder of several that belong together. */
  readonly path: string;
  readonly version: string;
};

/** What bringing a tool may say while it works. */
export type BringContext = {
  /** Tells the person what is being done, in a line. */
  readonly say: (line: string) => void;
  readonly signal?: AbortSignal;
  /** Leaves the processors to whoever else wants them. */
  readonly unhurried?: boolean;
};

/** An outside program: what it is needed for, where it is found and how it comes. */
export type Tool = {
  readonly name: string;
  /** As one phrase, such as "the console's tests in a real browser". */
  readonly neededFor: string;
  /** Whether `./midcoast up` cannot work without it. */
  readonly neededByUp?: boolean;
  /** Looks for the program and starts it once to read its version; never changes the machine. */
  readonly find: () => Promise<Found | undefined>;
  /**
   * Brings the program and gives where it now is. Absent when only a person can do it.
   * Throws a {@link Failure} of exit `missing` when this machine does not allow it.
   */
  readonly bring?: (context: BringContext) => Promise<Found>;
  /** What a person does to bring it, as one sentence. */
  readonly byHand: string;
};
