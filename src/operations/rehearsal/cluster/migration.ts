import { names } from '../../../platform/midcoast.ts';
import type { ApiClient } from '../../kubernetes/api-client.ts';
import { runJob } from '../../rollout/job-run.ts';
import type { ReportedFact } from '../report.ts';
import { images } from './images.ts';
import type { Stand } from './stand.ts';

const patienceSeconds = 60;

/** Runs the migration as before every rollout. */
export async function migrate(client: ApiClient, { namespace, manifests }: Stand): Promise<ReportedFact> {
  const name = names.workload('migrate');
  const end = await runJob({
    client,
    namespace,
    manifests: manifests(images.first),
    name,
    patienceSeconds,
  });
  const seen = { succeeded: end.succeeded, warnings: end.warnings.length };
  const expected = { succeeded: true, warnings: 0 };
  await client.remove({ apiVersion: 'batch/v1', kind: 'Job', namespace, name: end.name });
  const holds = JSON.stringify(seen) === JSON.stringify(expected);
  return { name: 'the migration’s job is made of its template and ends well', expected, seen, holds };
}
