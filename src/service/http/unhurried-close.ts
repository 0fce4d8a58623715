import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FastifyInstance } from 'fastify';

/**
 * Follows the requests of a server that has not begun to listen, and answers how to close it: it takes no more
 * connections, lets every request be answered, then cuts the connections that are left. Node itself closes only
 * those that have had an answer: one that was opened and has asked nothing yet would hold it up for half a minute.
 */
export function unhurriedClose(app: FastifyInstance): () => Promise<void> {
  const unanswered = new Set<ServerResponse>();
  let answered = () => {};
  app.server.on('request', (_request: IncomingMessage, response: ServerResponse) => {
    unanswered.add(response);
    response.once('close', () => {
      unanswered.delete(response);
      if (unanswered.size === 0) answered();
    });
  });
  return async () => {
    const closed = app.close();
    const done = new Promise<void>((resolve) => {
      answered = resolve;
    });
    if (unanswered.size > 0) await done;
    app.server.closeAllConnections();
    await closed;
  };
}
