import { environmentNames } from '../../environments/environment.ts';
import { formatAmount } from '../figures.ts';
import type { Gate, GateResult } from './gate.ts';

/** Holds what is committed in `generated/`, and the workflow, against what `./midcoast synth` would write now. */
export const generatedGate: Gate = {
  name: 'generated',
  summary: 'files in generated/, or the workflow, that are not what `./midcoast synth` writes',
  async run({ root }): Promise<GateResult> {
    // Loaded here, so that no other gate waits for the bindings of AWS.
    const [{ synth }, { synthWorkflow }, { environmentNamed }] = await Promise.all([
      import('../synth.ts'),
      import('../workflow.ts'),
      import('../../environments/environments.ts'),
    ]);
    const environments = environmentNames.map(environmentNamed).filter((each) => each !== undefined);
    const reports = await Promise.all(environments.map((environment) => synth(root, environment, false)));
    const files = reports.reduce((sum, report) => sum + report.files, 1);
    const stale = [...reports.flatMap(({ differing }) => differing), ...(await synthWorkflow(root, false))];
    return {
      passed: stale.length === 0 && files > 1,
      detail: formatAmount(files, 'file'),
      output: ['`./midcoast synth` mends:', ...stale.map(({ path, how }) => `${how}  ${path}`)].join('\n'),
    };
  },
};
