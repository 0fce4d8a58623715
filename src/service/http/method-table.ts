import { operations } from './api/api.ts';

const table = operations.map(({ method, path }) => ({
  method,
  pattern: new RegExp(`^${path.replaceAll('.', '\\.').replaceAll(/\{\w+\}/g, '[^/]+')}$`),
}));

/** The methods that a path of the API knows; none where there is no such path. */
export function allowedMethods(url: string): string[] {
  const path = url.split('?')[0] ?? '';
  return table.filter(({ pattern }) => pattern.test(path)).map(({ method }) => method);
}
