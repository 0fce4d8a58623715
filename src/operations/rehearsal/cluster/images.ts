/** Digests of images. The simulated kubelets start all but the broken one, which cannot be pulled but by jobs. */
export const images = {
  first: `sha256:${'1'.repeat(64)}`,
  next: `sha256:${'2'.repeat(64)}`,
  broken: `sha256:${'b'.repeat(64)}`,
} as const;
