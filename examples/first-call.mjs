/**
 * A partner's first call, as a program should do it: every lead has a key of its own, and what may not have
 * arrived is sent again with the same key and the same body. Runs on Node 18 or newer, without packages.
 *
 *   MIDCOAST_API_KEY=mc_… node examples/first-call.mjs http://127.0.0.1:8080
 */

const [url = 'http://127.0.0.1:8080'] = process.argv.slice(2);
const apiKey = process.env.MIDCOAST_API_KEY;

/** Tries before a lead is given up; with the waits between them about two minutes. */
const mostTries = 8;

/** Gives a lead and answers what became of it. Throws the problem document of a refusal. */
async function giveLead(lead, idempotencyKey) {
  const body = JSON.stringify(lead);
  for (let tries = 1; ; tries += 1) {
    const response = await post(body, idempotencyKey).catch(() => undefined);
    const answer = await response?.json().catch(() => undefined);
    if (response?.ok && answer !== undefined) return answer;
    if (!mayRepeat(response, answer) || tries === mostTries)
      throw answer ?? new Error(`${url} does not answer`);
    const seconds = Number(response?.headers.get('retry-after') ?? Math.min(2 ** tries, 30));
    await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  }
}

function post(body, idempotencyKey) {
  return fetch(new URL('/v1/leads', url), {
    method: 'POST',
    headers: {
      authorization: `Bearer ${apiKey}`,
      'content-type': 'application/json',
      'idempotency-key': idempotencyKey,
    },
    body,
  });
}

/** No answer, busy, or a failure of theirs: the key makes it safe to send the same again. */
function mayRepeat(response, answer) {
  if (response === undefined || response.status === 429 || response.status >= 500) return true;
  return answer?.code === 'idempotency_in_flight' || (response.ok && answer === undefined);
}

const number = Date.now();
const answer = await giveLead(
  { source: 'First call', firstName: 'Ada', lastName: 'Byron', email: `ada.${number}@byron.example` },
  `first-call-${number}`,
);
console.log(answer);
