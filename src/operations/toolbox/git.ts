import { findProgram, type Machine } from './program.ts';
import type { Tool } from './tool.ts';

/** git, which knows what is committed. */
export function gitTool(machine: Machine): Tool {
  return {
    name: 'git',
    neededFor: 'the commit of an image, a plan and a deploy; production is deployed from a commit alone',
    find: () => findProgram(['git'], machine),
    byHand: 'install git, so that it is on PATH',
  };
}
