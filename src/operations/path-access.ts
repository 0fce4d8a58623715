import { access, constants } from 'node:fs/promises';

/** Whether a file or folder is there and may be accessed so: as one of `constants` of `node:fs`; read, written or run. */
export function isAccessible(path: string, mode: number = constants.F_OK): Promise<boolean> {
  return access(path, mode).then(
    () => true,
    () => false,
  );
}
