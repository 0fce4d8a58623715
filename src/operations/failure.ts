/**
 * Exit codes of every command, by name. Scripts rely on the numbers; 70 is `EX_SOFTWARE` of sysexits(3),
 * 130 is 128 + SIGINT.
 */
export const exitCodes = {
  done: 0,
  /** A check, a test or a proof failed. */
  checkFailed: 1,
  /** Wrong usage or wrong input; nothing was changed. */
  usage: 2,
  /** Something that the command needs is not on this machine. */
  missing: 3,
  /** Refused for safety. */
  refused: 4,
  /** A port, a lock or another `up` is in the way. */
  busy: 5,
  /** A program or a server that is not ours failed. */
  outside: 6,
  /** A bug of Midcoast. */
  bug: 70,
  interrupted: 130,
} as const;

export type ExitName = keyof typeof exitCodes;
export type ExitCode = (typeof exitCodes)[ExitName];

export type FailureFields = {
  /** A word for scripts, in snake_case, such as `port_busy`. */
  readonly code: string;
  readonly exit: ExitName;
  /** What happened, with its values, as one sentence without a full stop. */
  readonly message: string;
  /** What was seen: paths, ports, versions. Never a secret. */
  readonly facts?: Readonly<Record<string, string | number>>;
  /** What to do about it, as one sentence. */
  readonly next: string;
  readonly cause?: unknown;
};

/** Trouble that a person can do something about. Anything else that is thrown counts as a bug of ours. */
export class Failure extends Error {
  override readonly name = 'Failure';
  readonly code: string;
  readonly exit: ExitCode;
  readonly facts: Readonly<Record<string, string | number>>;
  readonly next: string;

  constructor(fields: FailureFields) {
    super(fields.message, fields.cause === undefined ? {} : { cause: fields.cause });
    this.code = fields.code;
    this.exit = exitCodes[fields.exit];
    this.facts = fields.facts ?? {};
    this.next = fields.next;
  }
}
