/** What the reporter inside `node --test` tells us, one JSON object a line. */
export type TestEvent =
  /** A file begins to wait for its turn. */
  | { readonly kind: 'file'; readonly file: string }
  /** A file has ended. */
  | { readonly kind: 'file end'; readonly file: string; readonly seconds: number }
  | { readonly kind: 'pass'; readonly file: string; readonly name: string }
  | { readonly kind: 'skip'; readonly file: string; readonly name: string; readonly reason: string }
  | { readonly kind: 'fail'; readonly file: string; readonly name: string; readonly error: string }
  /** What a file wrote, or the runner says about it. */
  | { readonly kind: 'output'; readonly file: string; readonly text: string };
