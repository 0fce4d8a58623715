import { createReadStream, createWriteStream } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import { request } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Failure } from '../failure.ts';
import { leadBody } from './lead-maker.ts';
import { parseLoopback } from './loopback.ts';

/** One import of made leads. It crosses from process to process as JSON. */
export type BulkPlan = {
  /** Loopback only. */
  readonly url: string;
  readonly authorization: string;
  /** Run and first number of the leads. */
  readonly run: string;
  readonly first: number;
  readonly rows: number;
  /** Where the leads are written to before the clock starts; removed at the end. */
  readonly file: string;
};

export type BulkReport = {
  /** All of them accepted. */
  readonly rows: number;
  readonly fileBytes: number;
  /** From the first byte sent to the answer, which comes when every row is decided. */
  readonly seconds: number;
};

const linesAChunk = 200;

/** Gives the leads to `POST /v1/imports` as one NDJSON body, streamed from the file. */
export async function bulkLoad(plan: BulkPlan): Promise<BulkReport> {
  const { host, port } = parseLoopback(plan.url);
  try {
    await pipeline(Readable.from(chunksOf(plan)), createWriteStream(plan.file));
    const { size: fileBytes } = await stat(plan.file);
    const start = performance.now();
    const call = request({
      host,
      port,
      method: 'POST',
      path: '/v1/imports',
      agent: false,
      headers: {
        authorization: plan.authorization,
        'content-type': 'application/x-ndjson',
        'content-length': fileBytes,
      },
    });
    const answer = answerOf(call);
    // A server that refuses early closes the stream; its answer says more than the broken pipe.
    const sent = pipeline(createReadStream(plan.file, { highWaterMark: 256 * 1024 }), call).catch(
      () => undefined,
    );
    const { status, body } = await answer;
    await sent;
    if (status !== 202) throw refused(status, body);
    const { rows, accepted } = JSON.parse(body) as { rows: number; accepted: number };
    if (accepted !== plan.rows) throw incomplete(plan.rows, body);
    return { rows, fileBytes, seconds: (performance.now() - start) / 1000 };
  } finally {
    await rm(plan.file, { force: true });
  }
}

function* chunksOf({ run, first, rows }: BulkPlan): Generator<string> {
  const end = first + rows;
  for (let from = first; from < end; from += linesAChunk) {
    let chunk = '';
    for (let n = from; n < from + linesAChunk && n < end; n += 1) chunk += `${leadBody(n, run)}\n`;
    yield chunk;
  }
}

async function answerOf(call: ReturnType<typeof request>): Promise<{ status: number; body: string }> {
  const { promise, resolve, reject } = Promise.withResolvers<{ status: number; body: string }>();
  call.once('error', reject);
  call.once('response', (response) => {
    let body = '';
    response.setEncoding('utf8').on('data', (text: string) => (body += text));
    response.once('end', () => resolve({ status: response.statusCode ?? 0, body }));
    response.once('error', reject);
  });
  return promise;
}

function incomplete(rows: number, body: string): Failure {
  return new Failure({
    code: 'load_import_incomplete',
    exit: 'checkFailed',
    message: `of ${rows} rows that are all new not every one was accepted: ${body.slice(0, 600)}`,
    facts: { rows },
    next: 'run it again; if it stays so, look at the verdicts of the import',
  });
}

function refused(status: number, body: string): Failure {
  return new Failure({
    code: 'load_import_refused',
    exit: 'outside',
    message: `the import was answered with ${status}: ${body.slice(0, 300)}`,
    facts: { status },
    next: 'look at what the answer says',
  });
}
