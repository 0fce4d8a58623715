/** The cookie that bears the console's session. */
export type SessionCookie = {
  readonly name: string;
  readonly options: {
    readonly path: '/';
    readonly httpOnly: true;
    readonly sameSite: 'strict';
    readonly secure: boolean;
  };
};

/**
 * `__Host-` binds the cookie to this very host over TLS. On loopback there is no TLS, and a browser would
 * not keep such a cookie: it has a plain name there.
 */
export function sessionCookie(environment: string): SessionCookie {
  const local = environment === 'local';
  return {
    name: local ? 'midcoast' : '__Host-midcoast',
    options: { path: '/', httpOnly: true, sameSite: 'strict', secure: !local },
  };
}
