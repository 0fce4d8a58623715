import { environmentNames } from '../../environments/environment.ts';
import { formatAmount } from '../figures.ts';
import type { Gate, GateResult } from './gate.ts';

/** Holds what is committed in `generated/` against what `./midcoast synth` would write now. */
export const generatedGate: Gate = {
  name: 'generated',
  summary: 'files in generated/ that are not what `./midcoast synth` writes',
  async run({ root }): Promise<GateResult> {
    // Loaded here, so that no other gate waits for the bindings of AWS.
    const [{ synth }, { environmentNamed }] = await Promise.all([
      import('../synth.ts'),
      import('../../environments/environments.ts'),
    ]);
    const environments = environmentNames.map(environmentNamed).filter((each) => each !== undefined);
    const reports = await Promise.all(environments.map((environment) => synth(root, environment, false)));
    const files = reports.reduce((sum, report) => sum + report.files, 0);
    const stale = reports.flatMap(({ differing }) => differing);
    return {
      passed: stale.length === 0 && files > 0,
      detail: formatAmount(files, 'file'),
      output: ['`./midcoast synth` mends:', ...stale.map(({ path, how }) => `${how}  ${path}`)].join('\n'),
    };
  },
};
