import { Failure } from '../failure.ts';
import type { BringContext, Found, Tool } from './tool.ts';

/**
 * A program as it is found on this machine, or brought where it is not there. Throws what its `bring` throws, and
 * `tool_missing` (exit missing) where only a person can bring it.
 */
export async function requireTool(tool: Tool, context: BringContext): Promise<Found> {
  const found = (await tool.find()) ?? (await tool.bring?.(context));
  if (found !== undefined) return found;
  throw new Failure({
    code: 'tool_missing',
    exit: 'missing',
    message: `there is no ${tool.name} on this machine, which is needed for ${tool.neededFor}`,
    next: tool.byHand,
  });
}
