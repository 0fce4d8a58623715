/**
 * Reads HTTP/1.1 answers (RFC 9112) from the bytes of a keep-alive connection: Content-Length, chunked,
 * and answers without a body. It knows no more than a load generator needs, so that reading an answer
 * costs about a microsecond: the generator shares its cores with the server that it measures.
 */
export type HttpResponse = {
  readonly status: number;
  readonly body: Buffer;
  /** Seconds of Retry-After, where the answer has one. */
  readonly retryAfterSeconds: number | undefined;
  /** The server closes the connection after this answer. */
  readonly closes: boolean;
  /** Bytes of the input that the answer took. */
  readonly length: number;
};

/** Limits beyond which an answer is taken for broken. */
export const responseLimits = { headBytes: 64 * 1024, bodyBytes: 1024 * 1024 } as const;

/** The bytes are no HTTP/1.1 answer, or one beyond `responseLimits`. */
export class MalformedResponse extends Error {}

/**
 * The first answer in `data`, or undefined while bytes are missing. Interim answers (1xx) are passed over.
 * `body` shares memory with `data` where it can.
 */
export function parseResponse(data: Buffer): HttpResponse | undefined {
  let start = 0;
  for (;;) {
    const headEnd = data.indexOf('\r\n\r\n', start, 'latin1');
    if (headEnd === -1) {
      if (data.length - start > responseLimits.headBytes)
        throw new MalformedResponse('its head does not end');
      return undefined;
    }
    const head = data.toString('latin1', start, headEnd).toLowerCase();
    const status = statusOf(head);
    if (status >= 200 || status === 101) return withBody(data, head, status, headEnd + 4);
    start = headEnd + 4;
  }
}

function statusOf(head: string): number {
  const status = Number(head.slice(9, 12));
  if (!head.startsWith('http/1.1 ') || !(status >= 100 && status <= 599)) {
    throw new MalformedResponse(`it begins with ${JSON.stringify(head.slice(0, 20))}`);
  }
  return status;
}

function withBody(data: Buffer, head: string, status: number, bodyStart: number): HttpResponse | undefined {
  const framing = bodyOf(data, head, status, bodyStart);
  if (framing === undefined) return undefined;
  const retryAfter = header(head, 'retry-after');
  return {
    status,
    body: framing.body,
    retryAfterSeconds: retryAfter === undefined ? undefined : Number(retryAfter) || 0,
    closes: head.includes('\r\nconnection: close'),
    length: framing.end,
  };
}

type Framing = { readonly body: Buffer; readonly end: number };

/** RFC 9112, section 6.3: how long the body of an answer is. */
function bodyOf(data: Buffer, head: string, status: number, start: number): Framing | undefined {
  if (status === 204 || status === 304 || status === 101)
    return { body: data.subarray(start, start), end: start };
  const length = header(head, 'content-length');
  if (length !== undefined) {
    const bytes = /^\d+$/.test(length) ? Number(length) : -1;
    if (bytes < 0 || bytes > responseLimits.bodyBytes) throw new MalformedResponse(`its length is ${length}`);
    return data.length < start + bytes
      ? undefined
      : { body: data.subarray(start, start + bytes), end: start + bytes };
  }
  if (header(head, 'transfer-encoding') === 'chunked') return chunkedBody(data, start);
  throw new MalformedResponse('it has neither content-length nor chunks');
}

/** RFC 9112, section 7.1; extensions and trailers are passed over. */
function chunkedBody(data: Buffer, start: number): Framing | undefined {
  const parts: Buffer[] = [];
  let at = start;
  for (;;) {
    const lineEnd = data.indexOf('\r\n', at, 'latin1');
    if (lineEnd === -1) return undefined;
    const size = /^([0-9a-f]{1,8})[ \t]*(?:;|$)/i.exec(data.toString('latin1', at, lineEnd))?.[1];
    const bytes = size === undefined ? -1 : Number.parseInt(size, 16);
    if (bytes < 0 || lineEnd + bytes - start > responseLimits.bodyBytes) {
      throw new MalformedResponse(
        `a chunk begins with ${JSON.stringify(data.toString('latin1', at, at + 20))}`,
      );
    }
    at = lineEnd + 2;
    if (bytes === 0) return afterTrailers(data, at, parts);
    if (data.length < at + bytes + 2) return undefined;
    parts.push(data.subarray(at, at + bytes));
    at += bytes + 2;
  }
}

function afterTrailers(data: Buffer, start: number, parts: readonly Buffer[]): Framing | undefined {
  let at = start;
  for (;;) {
    const lineEnd = data.indexOf('\r\n', at, 'latin1');
    if (lineEnd === -1) return undefined;
    if (lineEnd === at) return { body: Buffer.concat(parts), end: at + 2 };
    at = lineEnd + 2;
  }
}

/** A field's value from a head in lower case. */
function header(head: string, name: string): string | undefined {
  const at = head.indexOf(`\r\n${name}:`);
  if (at === -1) return undefined;
  const from = at + name.length + 3;
  const to = head.indexOf('\r\n', from);
  return head.slice(from, to === -1 ? undefined : to).trim();
}
