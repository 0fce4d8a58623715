/**
 * Loaded before a process (`node --import`), it tells the parent at the end which of our variables the process
 * read from its environment.
 */
const names = new Set<string>();

process.env = new Proxy(process.env, {
  get: (environment, name: string) => {
    // A library that starts a program copies the whole environment: that is no reading of ours.
    const copied = new Error().stack?.includes('node:child_process') === true;
    if (typeof name === 'string' && name.startsWith('MIDCOAST_') && !copied) names.add(name);
    return environment[name];
  },
});

process.on('exit', () => {
  process.send?.({ type: 'read', names: [...names] });
});
