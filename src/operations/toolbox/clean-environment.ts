/**
 * What a program that brings others is told: where it may write, how it reaches a registry, and whom it trusts on the
 * way. A list of what is kept, since nobody can list every name under which a secret stands.
 */
const kept = [
  'PATH|HOME|USER|LOGNAME|SHELL|TERM|TMPDIR|TZ|LANG|LC_[A-Z]+|XDG_(CACHE|CONFIG|DATA)_HOME',
  '(HTTP|HTTPS|ALL|NO)_PROXY|(http|https|all|no)_proxy',
  'SSL_CERT_(FILE|DIR)|CURL_CA_BUNDLE|REQUESTS_CA_BUNDLE|NODE_EXTRA_CA_CERTS|GIT_SSL_CAINFO',
  // By these the managers of versions know which Python or Go is meant where theirs stands on PATH.
  '(PYENV|GOENV)_(ROOT|VERSION)|ASDF_(DIR|DATA_DIR)|MISE_DATA_DIR',
  'PIP_[A-Z_]+',
  'GO(ROOT|PROXY|NOPROXY|SUMDB|NOSUMDB|PRIVATE|TOOLCHAIN|ENV|PATH|CACHE|MODCACHE|TMPDIR|MAXPROCS|GC|MEMLIMIT)',
];

const isKept = new RegExp(`^(${kept.join('|')})$`);

type Variables = Readonly<Record<string, string | undefined>>;

/**
 * The environment for what brings programs, and for asking one that came for its version: without the credentials that
 * a deploy has in its own. What lies in files of the person's home stays readable to whatever runs as that person.
 */
export function cleanEnvironment(environment: Variables): Variables {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => isKept.test(name)));
}
