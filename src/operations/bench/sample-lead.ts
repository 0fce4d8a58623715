import { Failure } from '../failure.ts';
import { leadBody } from '../load/lead-maker.ts';
import type { LeadNumbers } from './http-contender.ts';

/** Posts one lead as the load does, and gives its id: what it leaves in the database is the bench's sample. */
export async function postSample(url: string, authorization: string, numbers: LeadNumbers): Promise<string> {
  const response = await fetch(new URL('/v1/leads', url), {
    method: 'POST',
    headers: { authorization, 'content-type': 'application/json', 'idempotency-key': 'sample-000000001' },
    body: leadBody(numbers.next, numbers.run),
  });
  numbers.took(1);
  const text = await response.text();
  if (response.status === 201) return (JSON.parse(text) as { id: string }).id;
  throw new Failure({
    code: 'bench_sample_refused',
    exit: 'outside',
    message: `the service answered the first lead with ${response.status}: ${text.slice(0, 300)}`,
    next: 'run `./midcoast test`: the service does not take leads',
  });
}

type Document = {
  readonly paths: Readonly<
    Record<string, { post?: { requestBody?: { content: Readonly<Record<string, { schema: object }>> } } }>
  >;
};

/** The JSON schema by which the service checks a lead, from its OpenAPI document. */
export async function readLeadSchema(url: string): Promise<object> {
  const response = await fetch(new URL('/openapi.json', url));
  const document = (await response.json()) as Document;
  const schema = document.paths['/v1/leads']?.post?.requestBody?.content['application/json']?.schema;
  if (schema === undefined) throw new Error('/openapi.json has no schema of a lead');
  return schema;
}
