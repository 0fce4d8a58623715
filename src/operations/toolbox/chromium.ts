import { Failure } from '../failure.ts';
import { canInstallDebianPackages, installDebianPackages } from './debian.ts';
import { findProgram, type Machine } from './program.ts';
import type { Tool } from './tool.ts';

/** Names on PATH, then where browsers stand on macOS. */
const places = [
  'chromium',
  'chromium-browser',
  'google-chrome-stable',
  'google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
] as const;

/** Without fonts of its own a browser shows boxes, and screenshots differ from machine to machine. */
const debianPackages = ['chromium', 'fonts-liberation', 'fonts-noto-core'] as const;

const byHand =
  'install Chromium or Google Chrome, or name its executable in the environment variable MIDCOAST_CHROMIUM';

/** Chromium or Google Chrome; a path in MIDCOAST_CHROMIUM comes before every other. */
export function chromiumTool(machine: Machine): Tool {
  const named = machine.environment['MIDCOAST_CHROMIUM'];
  const find = () => findProgram(named === undefined || named === '' ? places : [named], machine);
  return {
    name: 'Chromium',
    neededFor: 'the tests of the console in a real browser',
    find,
    async bring(context) {
      const found = await find();
      if (found !== undefined) return found;
      if (!(await canInstallDebianPackages(machine))) throw missing(named);
      await installDebianPackages(debianPackages, machine, context);
      const brought = await find();
      if (brought === undefined) throw missing(named);
      return brought;
    },
    byHand,
  };
}

function missing(named: string | undefined): Failure {
  return new Failure({
    code: 'chromium_missing',
    exit: 'missing',
    message: 'there is no Chromium on this machine that starts',
    facts: named === undefined ? {} : { MIDCOAST_CHROMIUM: named },
    next: byHand,
  });
}
