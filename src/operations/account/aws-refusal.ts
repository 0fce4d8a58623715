import { Failure } from '../failure.ts';

/** What the SDK adds to whatever came of a call. */
type Answered = Error & {
  readonly $metadata: { readonly httpStatusCode?: number; readonly requestId?: string };
};

/** A session that ended, or keys that were taken away, by the names that services give it. */
const sessionEnded =
  /^(ExpiredToken(Exception)?|RequestExpired|InvalidClientTokenId|UnrecognizedClientException|InvalidToken|AuthFailure|CredentialsProviderError|TokenProviderError)$/;

/** What services say where the credentials are good, and may not do this. */
const denied =
  /^(AccessDenied(Exception)?|UnauthorizedOperation|AuthorizationError(Exception)?|Forbidden|403)$/;

/**
 * What to tell a person of an error of the AWS SDK, at whatever point of a command it came: `credentials_refused` where the
 * session has ended, `aws_refused` otherwise (both exit outside). Undefined of any other error.
 */
export function awsRefusal(error: unknown): Failure | undefined {
  if (!(error instanceof Error) || error instanceof Failure) return undefined;
  const { name, message } = error;
  if (sessionEnded.test(name)) {
    return new Failure({
      code: 'credentials_refused',
      exit: 'outside',
      message: `AWS takes the credentials no longer: ${name}`,
      facts: { said: message },
      next: 'sign in again, then run this again: it goes on from where it was',
      cause: error,
    });
  }
  // A call that a signal cut off says so by a name of its own.
  if (!isAnswered(error) || name === 'AbortError') return undefined;
  const { httpStatusCode: status, requestId: request } = error.$metadata;
  return new Failure({
    code: 'aws_refused',
    exit: 'outside',
    message: `AWS did not do what it was asked: ${name}`,
    facts: {
      said: message,
      ...(status !== undefined && { status }),
      ...(request !== undefined && { request }),
    },
    next: denied.test(name)
      ? 'use credentials that may do it (docs/runbooks/deploy.md says whose), then run this again: it goes on from where it was'
      : 'mend what it says, or wait where AWS is in trouble, then run this again: it goes on from where it was',
    cause: error,
  });
}

function isAnswered(error: Error): error is Answered {
  return '$metadata' in error && typeof error.$metadata === 'object' && error.$metadata !== null;
}
