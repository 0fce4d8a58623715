import { Readable } from 'node:stream';
import { inTransaction } from '../../connections/postgres.ts';
import { beginImport, endImport, keepMapping, listImports, readImport } from '../../imports/import-record.ts';
import { decideRows, type ImportDoor } from '../../imports/import-job.ts';
import { readRows, UnreadableFile } from '../../imports/row-source.ts';
import { verdictFile, type InAccount } from '../../imports/verdict-file.ts';
import * as api from '../api/import-api.ts';
import { page } from '../api/fields.ts';
import { idOf, pageById } from '../cursor.ts';
import { digest } from '../idempotency.ts';
import { Refusal, retryAfter } from '../problem.ts';
import { answeredItself, type Call, type Router } from '../routing.ts';

/** Imports: many leads in one streamed body, a verdict a row. */
export function importRoutes(router: Router, door: ImportDoor): void {
  const { postgres } = door;
  router.on(api.postImport, async (call) => await takeImport(door, call), {
    bodyLimit: Number.MAX_SAFE_INTEGER,
    checksBody: true,
  });
  router.on(api.listImports, async ({ caller, query }) => {
    const limit = query.limit ?? page.limit;
    const records = await listImports(postgres, caller.account, limit + 1, idOf(query.cursor));
    return pageById(records, limit);
  });
  router.on(api.getImport, async ({ caller, params }) => importOf(door, caller.account, params.id));
  router.on(api.getVerdicts, async ({ caller, params, reply }) => {
    const record = await importOf(door, caller.account, params.id);
    const scoped: InAccount = (work) => inTransaction(postgres, { accounts: [caller.account] }, work);
    await reply
      .header('content-disposition', `attachment; filename="verdicts-${record.id}.csv"`)
      .type('text/csv; charset=utf-8')
      .send(Readable.from(verdictFile(scoped, caller.account, record.id)));
    return answeredItself;
  });
}

async function importOf(door: ImportDoor, account: string, id: string) {
  const record = await readImport(door.postgres, account, id);
  if (record === undefined) throw new Refusal('not_found', 'there is no import of this id');
  return record;
}

async function takeImport(door: ImportDoor, call: Call<typeof api.postImport>) {
  const { account, actor, ratePerSecond } = call.caller;
  const { source, name, map } = call.query;
  const key = call.headers['idempotency-key'];
  const override = overrideOf(map);
  const begun = await beginImport(door.postgres, {
    account,
    source: source?.trim(),
    name,
    idempotencyKey: key === undefined ? undefined : digest(actor, key),
  });
  if (begun.kind === 'done') return begun.record;
  if (begun.kind === 'in_flight') {
    throw new Refusal('idempotency_in_flight', 'the import with this key still runs', {
      headers: retryAfter(5),
    });
  }
  const { id, rowsDone } = begun;
  let bytes = 0;
  const counted = countBytes(call.request.body as Readable, (size) => (bytes += size));
  const format = call.request.headers['content-type']?.startsWith('text/csv') === true ? 'csv' : 'ndjson';
  try {
    const rows = readRows(counted, {
      format,
      override,
      sourceGiven: source !== undefined,
      onMapping: (mapping) => keepMapping(door.postgres, account, id, mapping),
    });
    const run = {
      account,
      actor,
      ratePerSecond,
      importId: id,
      source: source?.trim(),
      rowsDone,
      bytes: () => bytes,
    };
    await decideRows(door, run, rows);
    await endImport(door.postgres, account, id, { status: 'finished', bytes });
  } catch (error) {
    await endEarly(door, account, id, bytes, error);
    throw error instanceof UnreadableFile
      ? new Refusal('invalid', error.message, { errors: error.faults })
      : error;
  }
  return importOf(door, account, id);
}

/** Keeps why an import ended early; where even that fails, upkeep will see that it no longer moves. */
async function endEarly(
  door: ImportDoor,
  account: string,
  id: string,
  bytes: number,
  error: unknown,
): Promise<void> {
  const end =
    error instanceof UnreadableFile
      ? { status: 'failed' as const, bytes, failure: { code: error.code, detail: error.message } }
      : { status: 'interrupted' as const, bytes };
  await endImport(door.postgres, account, id, end).catch(() => undefined);
}

async function* countBytes(body: Readable, count: (size: number) => void): AsyncIterable<Uint8Array> {
  // Not destroyed when it is left early: the answer goes over the same connection.
  for await (const chunk of body.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    count(chunk.length);
    yield chunk;
  }
}

function overrideOf(map: string | undefined): Readonly<Record<string, string>> {
  if (map === undefined) return {};
  try {
    const parsed: unknown = JSON.parse(map);
    if (
      typeof parsed === 'object' &&
      parsed !== null &&
      Object.values(parsed).every((field) => typeof field === 'string')
    ) {
      return parsed as Record<string, string>;
    }
  } catch {
    // Refused below.
  }
  throw new Refusal('bad_request', 'the mapping is not a JSON object of column → field', {
    errors: [{ path: '/map', code: 'wrong_format', detail: 'for example {"E-Mail":"email","Notes":"-"}' }],
  });
}
