import type { Platform } from '../../platform/midcoast.ts';

/** One resource, or one place in the platform, that does not keep a rule. */
export type Breach = {
  /** An address such as `aws_vpc.network_vpc`, or the field of the environment that decides. */
  readonly where: string;
  /** What was seen there, as a phrase with its values. */
  readonly seen: string;
};

/** Something that must hold across the platform and that no single resource can promise. */
export type Rule = {
  /** In kebab-case; scripts rely on it. */
  readonly id: string;
  /** What holds, as a sentence. */
  readonly says: string;
  /** How a breach is mended, as a sentence. */
  readonly mend: string;
  readonly find: (platform: Platform, circumstances: Circumstances) => readonly Breach[];
};

/** What a rule may know beside the platform itself. */
export type Circumstances = {
  readonly today: Date;
  /** The pages of docs/runbooks, by name without ending. */
  readonly runbooks: readonly string[];
};
