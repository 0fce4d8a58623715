/**
 * Resolves when the process should stop: at SIGTERM or SIGINT, or when the supervisor that spawned it with a
 * channel is gone. A second signal ends the process at once.
 */
export function toldToStop(): Promise<string> {
  return new Promise((resolve) => {
    let told = false;
    const tell = (why: string) => {
      if (told) process.exit(1);
      told = true;
      resolve(why);
    };
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => tell(signal));
    // Without the supervisor nobody would stop us, and another could not have our port.
    if (process.channel) process.once('disconnect', () => process.exit(1));
  });
}
