/** A request to AWS as it passes by, with what it asks for already read from it. */
export type AwsCall = {
  /** The signing name of the service, such as `ec2`, `kafka` or `monitoring`. */
  readonly service: string;
  /** The operation by its name, `DescribeVpcs`; for services that have only paths, `GET /v1/clusters/…`. */
  readonly operation: string;
  readonly region: string;
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: Buffer;
};

export type AwsAnswer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: Buffer;
};

/** Reads service and operation off a request, whichever of AWS's protocols it speaks. */
export function readCall(request: Omit<AwsCall, 'service' | 'operation' | 'region'>): AwsCall {
  const { method, path, headers, body } = request;
  const { region, service } = scopeOf(headers['authorization']);
  const form = String(headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded')
    ? new URLSearchParams(body.toString('utf8'))
    : undefined;
  const target = headers['x-amz-target'];
  const operation =
    form?.get('Action') ??
    (typeof target === 'string' ? target.slice(target.lastIndexOf('.') + 1) : undefined);
  return { ...request, region, service, operation: operation ?? `${method} ${pathOf(path)}` };
}

/** The parameters of a call whose body is a form, as EC2, RDS and their like take them. */
export function formOf({ body }: AwsCall): URLSearchParams {
  return new URLSearchParams(body.toString('utf8'));
}

/** The same call with other parameters in its form; the emulator does not check signatures. */
export function withForm(call: AwsCall, form: URLSearchParams): AwsCall {
  return withBody(call, form.toString());
}

/** The same call with another body, and the length of that. */
export function withBody(call: AwsCall, text: string): AwsCall {
  const body = Buffer.from(text);
  return { ...call, body, headers: { ...call.headers, 'content-length': String(body.byteLength) } };
}

/** `AWS4-HMAC-SHA256 Credential=KEY/20261125/us-east-1/ec2/aws4_request, …` */
function scopeOf(authorization: AwsCall['headers'][string]): {
  readonly region: string;
  readonly service: string;
} {
  const [, region = '', service = ''] =
    /Credential=[^/]+\/\d+\/([^/]+)\/([^/]+)\//.exec(
      typeof authorization === 'string' ? authorization : '',
    ) ?? [];
  return { region, service };
}

function pathOf(path: string): string {
  return decodeURIComponent(path.split('?')[0] ?? path);
}
