/** An action at one commit: a tag can be moved to other code, a commit cannot. */
type Pinned = { readonly commit: string; readonly version: string };

/**
 * Every action that a job of ours may use. The commit is what the tag of the version stood at in the action's own
 * repository when it was read; a newer one is a change of both in one line.
 */
export const pinnedActions = {
  'actions/checkout': { commit: '3d3c42e5aac5ba805825da76410c181273ba90b1', version: 'v7.0.1' },
  'actions/cache': { commit: '27d5ce7f107fe9357f9df03efb73ab90386fccae', version: 'v5.0.5' },
  'actions/upload-artifact': { commit: 'bbbca2ddaa5d8feaa63e36b76fdaad77386f024f', version: 'v7.0.0' },
  'aws-actions/configure-aws-credentials': {
    commit: 'e6de054238d6b7531b4efff3b6587d9aade6a06c',
    version: 'v6.2.3',
  },
  'hashicorp/setup-terraform': { commit: 'dfe3c3f87815947d99a8997f908cb6525fc44e9e', version: 'v4.0.1' },
} as const satisfies Record<string, Pinned>;

export type ActionName = keyof typeof pinnedActions;
