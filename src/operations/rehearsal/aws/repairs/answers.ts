import type { AwsAnswer, AwsCall } from '../aws-call.ts';

/** Answers that a repair gives in the emulator's stead, in the protocol of the service. */
export function jsonAnswer(value: object, status = 200): AwsAnswer {
  return {
    status,
    headers: { 'content-type': 'application/json' },
    body: Buffer.from(JSON.stringify(value)),
  };
}

/** An answer of EC2, whose root element bears the operation's name. */
export function ec2Answer(call: AwsCall, inner: string): AwsAnswer {
  const root = `${call.operation}Response`;
  const text = `<?xml version="1.0" encoding="UTF-8"?><${root} xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><requestId>rehearsal</requestId>${inner}</${root}>`;
  return { status: 200, headers: { 'content-type': 'text/xml' }, body: Buffer.from(text) };
}

/** 404, as services with JSON say it; some say it with another status. */
export function notFound(message: string, code = 'ResourceNotFoundException'): AwsAnswer {
  const { body } = jsonAnswer({ __type: code, message, Message: message });
  return { status: 404, headers: { 'content-type': 'application/json', 'x-amzn-errortype': code }, body };
}

/** The body as JSON; empty where there is none. */
export function readJson(message: { readonly body: Buffer }): Record<string, unknown> {
  return JSON.parse(message.body.length === 0 ? '{}' : message.body.toString('utf8')) as Record<
    string,
    unknown
  >;
}

/** The same answer with another JSON body. */
export function withJson(answer: AwsAnswer, value: object): AwsAnswer {
  return { ...answer, body: Buffer.from(JSON.stringify(value)) };
}

/** The text of the first element of a name that holds any; undefined where there is none. */
export function textIn(xml: string, element: string): string | undefined {
  return new RegExp(`<${element}>([^<]+)<`).exec(xml)?.[1];
}
