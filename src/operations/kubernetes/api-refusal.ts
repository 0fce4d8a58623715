/** What the API server answered otherwise than by doing what it was asked. */
export class ApiRefusal extends Error {
  override readonly name = 'ApiRefusal';
  /** Of HTTP. */
  readonly status: number;
  /** A word of Kubernetes, such as `Forbidden`, `Invalid`, `Conflict`, `NotFound`; empty where it gave none. */
  readonly reason: string;

  constructor(asked: string, status: number, body: string) {
    const said = statusOf(body);
    super(`${asked}: ${status} ${said.message}`);
    this.status = status;
    this.reason = said.reason;
  }
}

/** Gives undefined for what is not there, and throws anything else on. */
export function absent(error: unknown): undefined {
  if (error instanceof ApiRefusal && error.status === 404) return undefined;
  throw error;
}

/** The server answers a `Status`; what stands before it answers plain text. */
function statusOf(body: string): { readonly message: string; readonly reason: string } {
  try {
    const { message = body, reason = '' } = JSON.parse(body) as { message?: string; reason?: string };
    return { message, reason };
  } catch {
    return { message: body.trim(), reason: '' };
  }
}
