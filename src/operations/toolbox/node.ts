import { findProgram, type Machine } from './program.ts';
import type { Tool } from './tool.ts';

/** The Node that runs this, which the launcher brought. */
export const nodeTool: Tool = {
  name: 'Node',
  neededFor: 'everything',
  neededByUp: true,
  find: () => Promise.resolve({ path: process.execPath, version: process.versions.node }),
  byHand: 'run ./midcoast, which brings it from npm',
};

/** npm, for packages that package-lock.json wants and that are not there yet. */
export function npmTool(machine: Machine): Tool {
  return {
    name: 'npm',
    neededFor: 'bringing packages when package-lock.json changes',
    find: () => findProgram(['npm'], machine),
    byHand: 'install Node.js 20 or newer with npm from https://nodejs.org',
  };
}
